import { ConversationTasks } from '../../src/core/twilio/conversation-tasks';
import { flexAttributesOf } from '../../src/core/twilio/interaction-task';
import { answering, CHANNEL, REFUSED, sid } from '../support/answering-gateway';

describe('a task', () => {
  const fetch = (status: number, body: object) =>
    new ConversationTasks(answering(status, body).gateway, sid('WS')).fetch(sid('WT'));
  const task = {
    sid: sid('WT'),
    assignment_status: 'assigned',
    date_created: '2026-01-05T00:00:00Z',
    attributes: '{}',
    task_channel_unique_name: 'chat',
    priority: 0,
  };

  it('is read with its workflow and queue where it has some', async () => {
    const routed = { ...task, workflow_sid: sid('WW'), task_queue_sid: sid('WQ') };
    expect(await fetch(200, routed)).toMatchObject({ workflowSid: sid('WW'), queueSid: sid('WQ') });
    const read = await fetch(200, { ...task, workflow_sid: null, task_queue_sid: null });
    expect(read).toMatchObject({ taskSid: sid('WT'), status: 'assigned', attributes: {} });
    expect(read).not.toHaveProperty('workflowSid');
    expect(read).not.toHaveProperty('queueSid');
  });

  it.each(['null', '"text"', '[1]', 'x', ''])('whose attributes are %j has none', async (attributes) => {
    expect((await fetch(200, { ...task, attributes }))?.attributes).toEqual({});
  });

  it('that is gone is none, and one that Twilio refuses to show is not gone', async () => {
    expect(await fetch(404, { code: 20404 })).toBeUndefined();
    await expect(fetch(403, {})).rejects.toMatchObject(REFUSED);
  });
});

describe('the tasks of a Conversation', () => {
  const listed = (...tasks: object[]) => {
    const common = { date_created: '2026-01-05T00:00:00Z', task_channel_unique_name: 'chat', priority: 0 };
    const { gateway } = answering(200, {
      tasks: tasks.map((one) => ({ ...common, ...one })),
      meta: { key: 'tasks' },
    });
    return new ConversationTasks(gateway, sid('WS'));
  };
  const findFor = (...tasks: object[]) => listed(...tasks).findFor(sid('CH'));
  const task = (digit: string, status: string, attributes: object = {}) => ({
    sid: sid('WT', digit),
    assignment_status: status,
    attributes: JSON.stringify({ conversationSid: sid('CH'), ...attributes }),
  });
  const flex = { flexInteractionSid: sid('KD'), flexInteractionChannelSid: sid('UO') };

  it('tell who serves it: the one nearest to an agent', async () => {
    const found = await findFor(task('1', 'pending', flex), task('2', 'assigned'), task('3', 'wrapping'));
    expect(found).toEqual({
      isWrappingUp: true,
      live: { taskSid: sid('WT', '2'), isOurs: false, conversationSid: sid('CH') },
    });
  });

  it('of the same status the oldest, whatever order Twilio lists them in', async () => {
    const later = { ...task('1', 'pending'), date_created: '2026-01-06T00:00:00Z' };
    expect((await findFor(later, task('2', 'pending'))).live?.taskSid).toBe(sid('WT', '2'));
    const list = await listed(later, task('2', 'pending')).listOfConversation(sid('CH'));
    expect(list.map(({ taskSid }) => taskSid)).toEqual([sid('WT', '2'), sid('WT', '1')]);
  });

  it('do not tell of one that does not count', async () => {
    const tasks = listed(task('1', 'assigned'), task('2', 'pending'));
    expect((await tasks.findFor(sid('CH'), sid('WT', '1'))).live?.taskSid).toBe(sid('WT', '2'));
  });

  it.each<[string, object, (tasks: ConversationTasks) => Promise<object>]>([
    ['one Conversation', { conversationSid: sid('CH') }, (tasks) => tasks.listOfConversation(sid('CH'))],
    ['one channel', { flexInteractionChannelSid: sid('UO') }, (tasks) => tasks.listOfChannel(sid('UO'))],
    ['one request', { requestKey: 'click-1' }, (tasks) => tasks.listOfRequest('click-1')],
  ])('are those of %s, whatever others Twilio lists', async (_, attributes, list) => {
    const others = { conversationSid: sid('CH', '9'), flexInteractionChannelSid: sid('UO', '9') };
    const tasks = listed(task('1', 'pending', others), task('2', 'pending', { ...others, ...attributes }));
    expect(await list(tasks)).toMatchObject([{ taskSid: sid('WT', '2') }]);
  });

  it('are those of any one of several, whatever others Twilio lists', async () => {
    const other = task('1', 'assigned', { conversationSid: sid('CH', '9') });
    const { live } = await listed(other, task('2', 'pending')).findForAny([sid('CH', '2'), sid('CH')]);
    expect(live?.taskSid).toBe(sid('WT', '2'));
  });

  it('that have ended tell the channel, if they were ours and tell it', async () => {
    const ours = { ...flex, routedBy: 'flex-conversations-functions' };
    expect(await findFor(task('1', 'completed', ours))).toEqual({ isWrappingUp: false, ended: CHANNEL });
    expect(await findFor(task('1', 'completed', flex))).toEqual({ isWrappingUp: false });
    const half = { ...ours, flexInteractionSid: undefined };
    expect(await findFor(task('1', 'canceled', half))).toEqual({ isWrappingUp: false });
  });
});

it('what Flex writes into the attributes of a task is only read in the form that Flex writes it', () => {
  const attributes = {
    flexInteractionSid: sid('KD'),
    flexInteractionChannelSid: sid('UO'),
    conversationSid: sid('CH'),
    flexChannelInviteSid: sid('KG'),
    channelType: 'sms',
  };
  expect(flexAttributesOf(attributes)).toEqual({
    ...CHANNEL,
    conversationSid: sid('CH'),
    inviteSid: sid('KG'),
    channelType: 'sms',
  });
  const spoiled = Object.fromEntries(Object.keys(attributes).map((name) => [name, 5]));
  expect(flexAttributesOf(spoiled)).toEqual({});
});
