import { ChannelParticipants } from '../../src/core/twilio/channel-participants';
import { ConversationMessages } from '../../src/core/twilio/conversation-messages';
import { Conversations } from '../../src/core/twilio/conversations';
import { InteractionChannels } from '../../src/core/twilio/interaction-channels';
import { Interactions } from '../../src/core/twilio/interactions';
import { Invites } from '../../src/core/twilio/invites';
import { ScopedWebhooks } from '../../src/core/twilio/scoped-webhooks';
import { answering, CHANNEL, REFUSED, sid, UNKNOWN_FATE } from '../support/answering-gateway';

const ROUTING = { workspaceSid: sid('WS'), taskChannel: 'chat', attributes: {} };
const TASK_ATTRIBUTES = JSON.stringify({ conversationSid: sid('CH'), requestKey: 'key' });

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
    await expect(new Interactions(gateway).createForAgent({}, ROUTING)).rejects.toMatchObject({
      ...UNKNOWN_FATE,
      operation: 'CreateInteraction',
    });
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
    await expect(send({ routing: {} })).rejects.toMatchObject({
      ...UNKNOWN_FATE,
      operation: 'InteractionChannelInvite',
    });
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

describe('the Participants of a channel', () => {
  const participants = (status: number, body: object = {}) =>
    new ChannelParticipants(answering(status, body).gateway);

  it('are known by their tasks and workers where they have some', async () => {
    const routing_properties = { task_sid: sid('WT'), worker_sid: sid('WK') };
    const items = [
      { sid: sid('UT', '1'), type: 'agent', routing_properties },
      { sid: sid('UT', '2'), type: 'customer', routing_properties: null },
    ];
    expect(await participants(200, { items, meta: { key: 'items' } }).list(CHANNEL)).toEqual([
      { participantSid: sid('UT', '1'), type: 'agent', taskSid: sid('WT'), workerSid: sid('WK') },
      { participantSid: sid('UT', '2'), type: 'customer' },
    ]);
  });

  it('are none if Twilio forgot it, not if Twilio refuses to tell', async () => {
    expect(await participants(404).list(CHANNEL)).toEqual([]);
    await expect(participants(403).list(CHANNEL)).rejects.toMatchObject(REFUSED);
  });

  it('are told from those who left already, and from those who could not be removed now', async () => {
    const remove = (status: number) => participants(status).removeAgent(CHANNEL, sid('UT'));
    expect(await remove(200)).toBe(true);
    expect(await remove(400)).toBe(false);
    await expect(remove(503)).rejects.toMatchObject({ kind: 'unavailable' });
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

  it('is known by its SID when it is created, and is in the state that Twilio tells', async () => {
    expect(await create(201, { sid: sid('CH') })).toEqual({ conversationSid: sid('CH') });
    expect(await conversations(200, { state: 'inactive' }).fetchState(sid('CH'))).toBe('inactive');
  });

  it('tells who wrote the newest message, if there is one', async () => {
    const fetchLast = (...items: object[]) =>
      new ConversationMessages(
        answering(200, { items, meta: { key: 'items' } }).gateway,
        undefined,
      ).fetchLast(sid('CH'));
    const message = { author: 'ella', body: 'Hello', date_created: '2026-01-05T00:00:00Z' };
    const known = { author: 'ella', body: 'Hello', writtenAtMs: Date.parse('2026-01-05T00:00:00Z') };
    expect(await fetchLast()).toBeUndefined();
    expect(await fetchLast({ ...message, participant_sid: null })).toEqual(known);
    expect(await fetchLast({ ...message, participant_sid: sid('MB') })).toEqual({
      ...known,
      participantSid: sid('MB'),
    });
  });

  it('that was deleted is closed, and has no Participants and messages', async () => {
    expect(await conversations(404).fetchState(sid('CH'))).toBe('closed');
    expect(await conversations(404).listParticipants(sid('CH'))).toEqual([]);
    const messages = new ConversationMessages(answering(404).gateway, undefined);
    expect(await messages.fetchLast(sid('CH'))).toBeUndefined();
  });

  it('of an identity is open unless Twilio says that it is closed', async () => {
    const states = ['closed', 'active', 'inactive', 'initializing'];
    const items = states.map((state, index) => ({
      conversation_sid: sid('CH', String(index)),
      conversation_state: state,
    }));
    const open = await conversations(200, { items, meta: { key: 'items' } }).listOpenOf('ella');
    expect(open).toEqual([sid('CH', '1'), sid('CH', '2'), sid('CH', '3')]);
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
      expect(last.nextToken).toBeUndefined();
    }
  });
});

it('a webhook of a Conversation that is gone is no error, but one that could not be removed is', async () => {
  const remove = (status: number) =>
    new ScopedWebhooks(answering(status).gateway, sid('IS')).remove(sid('CH'), sid('WH'));
  await remove(404);
  await expect(remove(503)).rejects.toMatchObject({ kind: 'unavailable' });
});
