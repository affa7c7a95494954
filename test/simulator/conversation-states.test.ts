import { callRest } from './rest-caller';
import {
  autoCreate,
  BUSINESS,
  BY_REST,
  CUSTOMER,
  receive,
  smsBinding,
  subscribeService,
  twilioWithHooks,
} from './twilio-with-hooks';

const CONVERSATIONS = 'https://conversations.twilio.com/v1/Conversations';
const MINUTE_MS = 60_000;

async function setUp(form: object = {}) {
  const all = twilioWithHooks();
  subscribeService(all.twilio, ['onConversationStateUpdated']);
  const { body } = await callRest(all.twilio, `POST ${CONVERSATIONS}`, { form: { ...form } });
  const conversation = all.twilio.conversations.find(String(body?.sid));
  if (!conversation) throw new Error('no Conversation');
  all.twilio.conversationActions.addParticipant(conversation, smsBinding(), BY_REST);
  const url = `${CONVERSATIONS}/${conversation.entity.sid}`;
  const post = (path: string, values: object) =>
    callRest(all.twilio, `POST ${url}${path}`, { form: { ...values } });
  return { ...all, conversation, url, post };
}

describe('the timers of a Conversation', () => {
  it('make it inactive, then close it, and tell both as done by a timer', async () => {
    const { clock, conversation, received } = await setUp({
      'Timers.Inactive': 'PT1M',
      'Timers.Closed': 'PT10M',
    });
    await clock.advance(MINUTE_MS - 1);
    expect(conversation.entity.state).toBe('active');
    await clock.advance(1);
    expect(conversation.entity.state).toBe('inactive');
    await clock.advance(10 * MINUTE_MS);
    expect(conversation.entity.state).toBe('closed');
    expect(received.map(({ form }) => [form.StateFrom, form.StateTo, form.Reason])).toEqual([
      ['active', 'inactive', 'TIMER'],
      ['inactive', 'closed', 'TIMER'],
    ]);
  });

  it('are shown as dates', async () => {
    const { conversation } = await setUp({ 'Timers.Inactive': 'PT1M', 'Timers.Closed': 'P1DT1H' });
    expect(conversation.entity.timers).toEqual({
      date_inactive: '2026-01-05T09:01:00Z',
      date_closed: '2026-01-06T10:00:00Z',
    });
  });

  it('start anew with every message', async () => {
    const { clock, conversation, events, post } = await setUp({ 'Timers.Inactive': 'PT1M' });
    for (let n = 0; n < 3; n++) {
      await clock.advance(50_000);
      await post('/Messages', { Author: 'ada', Body: 'still here' });
    }
    expect(await events()).toEqual([]);
    await clock.advance(MINUTE_MS);
    expect(conversation.entity.state).toBe('inactive');
  });

  it.each([
    ['Timers.Inactive', 'PT59S'],
    ['Timers.Closed', 'PT9M59S'],
    ['Timers.Closed', 'ten minutes'],
    ['Timers.Inactive', 'P'],
    ['Timers.Inactive', 'PT'],
  ])('%s=%s is refused', async (name, value) => {
    const { twilio } = twilioWithHooks();
    expect(await callRest(twilio, `POST ${CONVERSATIONS}`, { form: { [name]: value } })).toMatchObject({
      status: 400,
      body: { code: 20001, message: expect.stringContaining(name) as string },
    });
  });

  it('do not outlive the Conversation', async () => {
    const { clock, conversation, post, events } = await setUp({
      'Timers.Inactive': 'PT1M',
      'Timers.Closed': 'PT10M',
    });
    await post('', { State: 'closed' });
    const updatedAt = conversation.entity.date_updated;
    await clock.advance(60 * MINUTE_MS);
    expect(conversation.entity.date_updated).toBe(updatedAt);
    expect(await events()).toEqual([]);
  });
});

describe('an inactive Conversation', () => {
  it("comes back with the customer's next message, and tells so before it", async () => {
    const { twilio, conversation, events, post } = await setUp();
    subscribeService(twilio, ['onConversationStateUpdated', 'onMessageAdded']);
    await post('', { State: 'inactive' });
    expect(conversation.entity.state).toBe('inactive');
    const received = await receive(twilio);
    expect(received.conversation).toBe(conversation);
    expect(conversation.entity.state).toBe('active');
    expect(await events()).toEqual(['onConversationStateUpdated', 'onMessageAdded']);
  });

  it('keeps its customer: the pair is still in use', async () => {
    const { twilio, post } = await setUp();
    await post('', { State: 'inactive' });
    expect(twilio.conversations.findByBinding(CUSTOMER, BUSINESS)).toBeDefined();
  });
});

describe('a closed Conversation is closed for good', () => {
  it.each([
    ['a new state', '', { State: 'active' }],
    ['other attributes', '', { Attributes: '{"a":1}' }],
    ['a participant', '/Participants', { Identity: 'ada' }],
    ['a message', '/Messages', { Author: 'ada', Body: 'Hello' }],
    ['a webhook', '/Webhooks', { Target: 'webhook', 'Configuration.Url': 'https://example.com' }],
  ])('%s is refused: 50377', async (_, path, form) => {
    const { conversation, post } = await setUp();
    await post('', { State: 'closed' });
    const before = structuredClone(conversation.entity);
    expect(await post(path, form)).toMatchObject({ status: 400, body: { code: 50377 } });
    expect(conversation.entity).toEqual(before);
    expect([conversation.messages.length, conversation.webhooks.size]).toEqual([0, 0]);
  });

  it('can still be read, and its customer begins a new one', async () => {
    const { twilio, conversation, url, post } = await setUp();
    autoCreate(twilio);
    await post('', { State: 'closed' });
    expect(await callRest(twilio, `GET ${url}`)).toMatchObject({ status: 200, body: { state: 'closed' } });
    expect((await receive(twilio)).conversation).not.toBe(conversation);
  });
});

describe('a unique name', () => {
  it('is given once in a service, and stands for the SID', async () => {
    const { twilio, post, conversation } = await setUp({ UniqueName: 'ella' });
    expect(await callRest(twilio, `POST ${CONVERSATIONS}`, { form: { UniqueName: 'ella' } })).toMatchObject({
      status: 409,
      body: { code: 50353 },
    });
    expect((await callRest(twilio, `GET ${CONVERSATIONS}/ella`)).body?.sid).toBe(conversation.entity.sid);
    await post('', { UniqueName: 'ella-2' });
    expect((await callRest(twilio, `GET ${CONVERSATIONS}/ella`)).status).toBe(404);
    expect((await callRest(twilio, `POST ${CONVERSATIONS}`, { form: { UniqueName: 'ella' } })).status).toBe(
      201,
    );
  });

  it('and other changes are all made, or none', async () => {
    const { conversation, post } = await setUp();
    expect(await post('', { FriendlyName: 'Ella', Attributes: 'no JSON' })).toMatchObject({ status: 400 });
    expect(conversation.entity.friendly_name).toBeNull();
    expect((await post('', { FriendlyName: 'Ella' })).body).toMatchObject({
      friendly_name: 'Ella',
      attributes: '{}',
    });
  });
});
