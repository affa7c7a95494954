import { identifyCaller } from '../../src/core/agents/flex-token';
import { systemClock } from '../../src/core/clock';
import { Deadline, WEBHOOK_BUDGET } from '../../src/core/deadline';
import type { Sid } from '../../src/core/sid';
import { ConversationTasks } from '../../src/core/twilio/conversation-tasks';
import { Conversations } from '../../src/core/twilio/conversations';
import { TwilioGateway } from '../../src/core/twilio/gateway';
import { InteractionChannels } from '../../src/core/twilio/interaction-channels';
import { Interactions } from '../../src/core/twilio/interactions';
import { Invites } from '../../src/core/twilio/invites';
import { errorFromAnswer, errorFromFailure } from '../../src/core/twilio/request-error-from';
import { ScopedWebhooks } from '../../src/core/twilio/scoped-webhooks';
import type { TransportRequest } from '../../src/core/twilio/transport';

const sid = <Prefix extends string>(prefix: Prefix, digit = '1') =>
  `${prefix}${digit.repeat(32)}` as Sid<Prefix>;
const CHANNEL = { interactionSid: sid('KD'), channelSid: sid('UO') };
const ROUTING = { workspaceSid: sid('WS'), taskChannel: 'chat', attributes: {} };
const TASK_ATTRIBUTES = JSON.stringify({ conversationSid: sid('CH'), requestKey: 'key' });

/** A gateway to a Twilio that always gives the same answer. */
function answering(status: number, body: object | string = {}) {
  const sent: TransportRequest[] = [];
  const gateway = new TwilioGateway({
    accountSid: sid('AC'),
    authToken: 'token',
    clock: systemClock,
    deadline: new Deadline(systemClock, WEBHOOK_BUDGET),
    transport: (request) => {
      sent.push(request);
      return Promise.resolve({
        status,
        headers: {},
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
  });
  return { gateway, sent };
}

const UNKNOWN_FATE = { kind: 'unavailable', didNothing: false };
const REFUSED = { kind: 'rejected', status: 403 };

describe('a new Interaction', () => {
  const created = { sid: sid('KD'), channel: { sid: sid('UO') } };

  it('is known by all SIDs that the answer tells', async () => {
    const routing = { properties: { sid: sid('WT'), attributes: TASK_ATTRIBUTES } };
    const { gateway } = answering(201, { ...created, routing });
    expect(await new Interactions(gateway).createForAgent({}, ROUTING)).toEqual({
      ...CHANNEL,
      taskSid: sid('WT'),
      conversationSid: sid('CH'),
    });
  });

  it.each([
    ['no routing', {}],
    ['a routing without a task', { routing: { properties: {} } }],
    ['a task that is none', { routing: { properties: { sid: 'x', attributes: {} } } }],
  ])('is known without its task by an answer with %s', async (_, more) => {
    const { gateway } = answering(201, { ...created, ...more });
    expect(await new Interactions(gateway).createForAgent({}, ROUTING)).toEqual(CHANNEL);
  });

  it.each([
    ['no SID', { channel: created.channel }],
    ['no channel', { sid: created.sid }],
    ['a channel that is none', { sid: created.sid, channel: { sid: 'x' } }],
  ])('has an unknown fate if the answer has %s', async (_, body) => {
    const { gateway } = answering(201, body);
    await expect(new Interactions(gateway).createForAgent({}, ROUTING)).rejects.toMatchObject(UNKNOWN_FATE);
  });

  it('needs no routing where its channel exists already', async () => {
    const { gateway, sent } = answering(201, created);
    await new Interactions(gateway).createForApi({ type: 'sms' }, undefined, {});
    const body = new URLSearchParams(sent[0]?.body);
    expect([...body.keys()]).toEqual(['Channel']);
    expect(JSON.parse(body.get('Channel') ?? '')).toEqual({ type: 'sms', initiated_by: 'api' });
  });
});

describe('the Conversation of an Interaction', () => {
  const found = { sid: sid('KD'), channel: { sid: sid('UO') } };
  const find = (status: number, body: object) =>
    new Interactions(answering(status, body).gateway).findConversation(sid('KD'), sid('UO'));

  it('is that of its task, as far as its routing tells', async () => {
    const routing = { properties: { attributes: TASK_ATTRIBUTES } };
    expect(await find(200, { ...found, routing })).toBe(sid('CH'));
    expect(await find(200, found)).toBeUndefined();
  });

  it('is missing if the Interaction is, or has another channel', async () => {
    expect(await find(404, { code: 20404 })).toBe('missing');
    expect(await find(200, { ...found, channel: { sid: sid('UO', '2') } })).toBe('missing');
  });

  it('is not called missing because Twilio refused to tell', async () => {
    await expect(find(403, {})).rejects.toMatchObject(REFUSED);
  });
});

describe('an Invite', () => {
  const send = (body: object) => new Invites(answering(201, body).gateway).send(CHANNEL, ROUTING);

  it('is known by its SID, and by that of its task if the answer tells', async () => {
    expect(await send({ sid: sid('KG') })).toEqual({ inviteSid: sid('KG') });
    expect(await send({ sid: sid('KG'), routing: { properties: { sid: sid('WT') } } })).toEqual({
      inviteSid: sid('KG'),
      taskSid: sid('WT'),
    });
  });

  it('has an unknown fate if the answer has no SID', async () => {
    await expect(send({ routing: {} })).rejects.toMatchObject(UNKNOWN_FATE);
  });

  it('is found again by the key of its request only', async () => {
    const invite = (digit: string, requestKey: string) => ({
      sid: sid('KG', digit),
      routing: { properties: { attributes: JSON.stringify({ requestKey }) } },
    });
    const invites = [invite('1', 'other'), invite('2', 'mine'), { sid: sid('KG', '3') }];
    const { gateway } = answering(200, { invites, meta: { key: 'invites' } });
    expect(await new Invites(gateway).find(CHANNEL, 'mine')).toEqual({ inviteSid: sid('KG', '2') });
    expect(await new Invites(gateway).find(CHANNEL, 'nobodys')).toBeUndefined();
  });
});

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
  const findFor = (...tasks: object[]) => {
    const common = { date_created: '2026-01-05T00:00:00Z', task_channel_unique_name: 'chat', priority: 0 };
    const { gateway } = answering(200, {
      tasks: tasks.map((one) => ({ ...common, ...one })),
      meta: { key: 'tasks' },
    });
    return new ConversationTasks(gateway, sid('WS')).findFor(sid('CH'));
  };
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
  });

  it('that have ended tell the channel, if they were ours and tell it', async () => {
    const ours = { ...flex, routedBy: 'flex-conversations-functions' };
    expect(await findFor(task('1', 'completed', ours))).toEqual({ isWrappingUp: false, ended: CHANNEL });
    expect(await findFor(task('1', 'completed', flex))).toEqual({ isWrappingUp: false });
    const half = { ...ours, flexInteractionSid: undefined };
    expect(await findFor(task('1', 'canceled', half))).toEqual({ isWrappingUp: false });
  });
});

describe('a channel', () => {
  const channels = (status: number, body: object = {}) =>
    new InteractionChannels(answering(status, body).gateway);

  it('tells why it failed, and nothing if it did not', async () => {
    const failed = { status: 'failed', error_code: 45355, type: 'sms' };
    expect(await channels(200, failed).fetchFate(CHANNEL)).toEqual({
      status: 'failed',
      errorCode: 45355,
      channelType: 'sms',
    });
    const active = { status: 'active', error_code: null, type: 'sms' };
    expect(await channels(200, active).fetchFate(CHANNEL)).toEqual({ status: 'active', channelType: 'sms' });
  });

  it('is missing if Twilio forgot it, not if Twilio refuses to tell', async () => {
    expect(await channels(404).fetchFate(CHANNEL)).toEqual({ status: 'missing' });
    await expect(channels(403).fetchFate(CHANNEL)).rejects.toMatchObject(REFUSED);
  });

  it('that cannot be closed any more is told from one that could not be closed now', async () => {
    expect(await channels(200, { sid: sid('UO') }).close(CHANNEL)).toBe(true);
    expect(await channels(400).close(CHANNEL)).toBe(false);
    await expect(channels(503).close(CHANNEL)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a Conversation', () => {
  const conversations = (status: number, body: object = {}) =>
    new Conversations(answering(status, body).gateway, undefined);
  const create = (status: number, body: object) =>
    conversations(status, body).createWithParticipants({ attributes: {}, participants: [] });

  it('is named by Twilio where an address pair is in use, in the text of the error', async () => {
    const message = `A conversation with the pair exists in ${sid('CH', '2')}`;
    for (const code of [50416, 50425])
      expect(await create(409, { code, message })).toEqual({ openConversationSid: sid('CH', '2') });
  });

  it.each([
    ['names none', { code: 50416, message: 'A conversation with the pair exists' }],
    ['names something else', { code: 50416, message: `It is in ${sid('IS')}` }],
    ['is another one', { code: 50407, message: `Not in ${sid('CH')}` }],
    ['has no code', { message: `Not in ${sid('CH')}` }],
  ])('is not taken from an error that %s', async (_, body) => {
    await expect(create(409, body)).rejects.toMatchObject({ kind: 'rejected', status: 409 });
  });

  it('is closed or removed also if it was before, but not if Twilio is away', async () => {
    await conversations(404).close(sid('CH'));
    await conversations(404).remove(sid('CH'));
    await expect(conversations(503).close(sid('CH'))).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(conversations(503).remove(sid('CH'))).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('tells of its Participants what is known, in whichever form they came', async () => {
    const common = { date_created: '2026-01-05T00:00:00Z', attributes: 'x' };
    const participants = [
      { ...common, sid: sid('MB', '1'), identity: 'ella', messaging_binding: null },
      {
        ...common,
        sid: sid('MB', '2'),
        identity: null,
        messaging_binding: { type: 'SMS', address: '+12025550143', proxy_address: '+14155550111' },
      },
      {
        ...common,
        sid: sid('MB', '3'),
        identity: '',
        messaging_binding: { type: 5, address: '', projected_address: '+14155550111' },
      },
    ];
    const known = { attributes: {}, joinedAtMs: Date.parse('2026-01-05T00:00:00Z') };
    const listed = conversations(200, { participants, meta: { key: 'participants' } });
    expect(await listed.listParticipants(sid('CH'))).toEqual([
      { ...known, participantSid: sid('MB', '1'), identity: 'ella' },
      {
        ...known,
        participantSid: sid('MB', '2'),
        channelType: 'sms',
        address: '+12025550143',
        proxyAddress: '+14155550111',
      },
      { ...known, participantSid: sid('MB', '3'), projectedAddress: '+14155550111' },
    ]);
  });

  it('in a list is followed by the next page as long as Twilio names one', async () => {
    const page = (next: string | null) => ({
      conversations: [{ sid: sid('CH'), date_created: '2026-01-05T00:00:00Z' }],
      meta: { key: 'conversations', next_page_url: next },
    });
    const first = conversations(200, page('https://conversations.twilio.com/v1/x?PageToken=PT1&Page=1'));
    expect(await first.listByState('active', { size: 1 })).toEqual({
      conversations: [{ conversationSid: sid('CH'), createdAtMs: Date.parse('2026-01-05T00:00:00Z') }],
      nextToken: 'PT1',
    });
    for (const next of [null, 'https://conversations.twilio.com/v1/x']) {
      const last = await conversations(200, page(next)).listByState('inactive', { size: 1 });
      expect(last).not.toHaveProperty('nextToken');
    }
  });
});

it('a webhook of a Conversation that is gone is no error, but one that could not be removed is', async () => {
  const remove = (status: number) =>
    new ScopedWebhooks(answering(status).gateway, sid('IS')).remove(sid('CH'), sid('WH'));
  await remove(404);
  await expect(remove(503)).rejects.toMatchObject({ kind: 'unavailable' });
});

describe('a Flex token', () => {
  const check = (status: number, body: object | string) =>
    identifyCaller('token', sid('AC'), answering(status, body).gateway);
  const ada = { valid: true, identity: 'ada', worker_sid: sid('WK'), roles: ['agent'] };

  it('tells who calls, and whether they supervise', async () => {
    const caller = { workerSid: sid('WK'), identity: 'ada', isSupervisor: false };
    expect(await check(200, ada)).toEqual(caller);
    for (const role of ['supervisor', 'admin'])
      expect(await check(200, { ...ada, roles: [role] })).toEqual({ ...caller, isSupervisor: true });
    expect(await check(200, { ...ada, identity: null })).toEqual({ ...caller, identity: '' });
  });

  it.each([
    ['has no roles', { roles: null }],
    ['has only roles without rights', { roles: ['guest', 'wfo.viewer'] }],
    ['is no worker', { worker_sid: null }],
    ['has a worker that is none', { worker_sid: 'x' }],
  ])('whose user %s is refused', async (_, changes) => {
    await expect(check(200, { ...ada, ...changes })).rejects.toMatchObject({ code: 'not_an_agent' });
  });

  it('that Twilio calls invalid, or does not understand, is refused', async () => {
    await expect(check(200, { valid: false })).rejects.toMatchObject({ code: 'token_invalid' });
    await expect(check(400, { code: 20001 })).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('is not called invalid because it is we who may not ask', async () => {
    await expect(check(401, { code: 20003 })).rejects.toMatchObject({ kind: 'rejected', code: 20003 });
  });

  it.each([
    [200, { valid: 'yes' }],
    [200, '<html>'],
    [503, ''],
  ])('is not called invalid because the service answers %d %j', async (status, body) => {
    await expect(check(status, body)).rejects.toMatchObject({ kind: 'unavailable', isPassing: true });
  });
});

describe('an answer that brings no result', () => {
  const read = (status: number, body: string, headers: Record<string, string | string[]> = {}) =>
    errorFromAnswer({ status, headers, body }, 'GET x');

  it.each([
    [204, ''],
    [200, '{}'],
  ])('is none of %d %j', (status, body) => {
    expect(read(status, body)).toBeUndefined();
  });

  it.each([
    [302, '{}', 'unavailable'],
    [200, 'null', 'unavailable'],
    [200, '"text"', 'unavailable'],
    [408, '{}', 'unavailable'],
    [429, '{}', 'rate_limited'],
    [404, 'not JSON', 'rejected'],
    [499, '{"code":"20404"}', 'rejected'],
    [500, '{}', 'unavailable'],
  ])('of %d %j is %s', (status, body, kind) => {
    expect(read(status, body)).toMatchObject({ kind, status, code: undefined });
  });

  it('is waited for as long as it says in seconds, in no other form', () => {
    expect(read(503, '{}', { 'retry-after': '2' })?.retryAfterMs).toBe(2_000);
    for (const header of ['Wed, 21 Oct 2026 07:28:00 GMT', ['1', '2']])
      expect(read(429, '{}', { 'retry-after': header })?.retryAfterMs).toBeUndefined();
  });

  it('because no connection was made is told from one that broke', () => {
    const failed = (code: unknown) => errorFromFailure(Object.assign(new Error('x'), { code }), 'GET x');
    expect(failed('ENOTFOUND')).toMatchObject({ kind: 'unreachable', didNothing: true });
    expect(failed('EPIPE')).toMatchObject({ kind: 'unavailable', didNothing: false });
    expect(failed(5)).toMatchObject({ kind: 'unavailable' });
    expect(errorFromFailure('text', 'GET x')).toMatchObject({ kind: 'unavailable', cause: 'text' });
  });
});
