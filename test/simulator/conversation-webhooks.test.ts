import { callRest } from './rest-caller';
import {
  ADDRESS_HOOK,
  autoCreate,
  BUSINESS,
  BY_REST,
  BY_REST_WITH_WEBHOOKS,
  CUSTOMER,
  receive,
  SERVICE_HOOK,
  smsBinding,
  subscribeService,
  twilioWithHooks,
} from './twilio-with-hooks';

const CONVERSATIONS = 'https://conversations.twilio.com/v1/Conversations';
const ALL_EVENTS = [
  'onConversationAdded',
  'onConversationUpdated',
  'onConversationRemoved',
  'onConversationStateUpdated',
  'onParticipantAdded',
  'onParticipantRemoved',
  'onMessageAdded',
];

function setUp(statusOf?: Parameters<typeof twilioWithHooks>[0]) {
  const all = twilioWithHooks(statusOf);
  subscribeService(all.twilio, ALL_EVENTS);
  return { ...all, actions: all.twilio.conversationActions };
}

describe('an address with a webhook', () => {
  const INTEGRATION = { type: 'webhook', webhook_url: ADDRESS_HOOK, webhook_method: 'POST' };

  it('puts a webhook on each Conversation that it begins, so that every later message is told too', async () => {
    const { clock, twilio, received } = twilioWithHooks();
    autoCreate(twilio, { ...INTEGRATION, webhook_filters: ['onMessageAdded'] });
    const { conversation } = await receive(twilio);
    await receive(twilio, 'Again');
    await clock.advance(0);
    const [webhook] = conversation.webhooks.values();
    expect(received.map(({ url, form }) => [url, form.EventType, form.Body, form.WebhookSid])).toEqual([
      [ADDRESS_HOOK, 'onMessageAdded', 'Hello', webhook?.sid],
      [ADDRESS_HOOK, 'onMessageAdded', 'Again', webhook?.sid],
    ]);
    conversation.webhooks.clear();
    await receive(twilio, 'And again');
    await clock.advance(0);
    expect(received).toHaveLength(2);
  });

  it('together with the service webhook tells every message twice', async () => {
    const { clock, twilio, received } = twilioWithHooks();
    subscribeService(twilio, ['onMessageAdded']);
    autoCreate(twilio, { ...INTEGRATION, webhook_filters: ['onMessageAdded'] });
    await receive(twilio);
    await clock.advance(0);
    expect(received.map(({ url }) => url).sort()).toEqual([ADDRESS_HOOK, SERVICE_HOOK]);
  });

  it('cannot be told of onConversationAdded, which services alone are', async () => {
    const { twilio } = twilioWithHooks();
    const answer = await callRest(
      twilio,
      'POST https://conversations.twilio.com/v1/Configuration/Addresses',
      {
        form: {
          Type: 'sms',
          Address: BUSINESS,
          'AutoCreation.Type': 'webhook',
          'AutoCreation.WebhookFilters': ['onMessageAdded', 'onConversationAdded'],
        },
      },
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('onConversationAdded') as string },
    });
  });
});

describe('the webhooks of one Conversation', () => {
  function withConversation() {
    const all = twilioWithHooks();
    const conversation = all.twilio.conversationActions.create({}, BY_REST);
    const url = `${CONVERSATIONS}/${conversation.entity.sid}/Webhooks`;
    const add = (form: object = {}) =>
      callRest(all.twilio, `POST ${url}`, {
        form: {
          Target: 'webhook',
          'Configuration.Url': ADDRESS_HOOK,
          'Configuration.Filters': ['onMessageAdded'],
          ...form,
        },
      });
    return { ...all, conversation, add, url };
  }

  it('are five at most: 50361', async () => {
    const { twilio, add, url } = withConversation();
    const sids: unknown[] = [];
    for (let n = 0; n < 5; n++) sids.push((await add()).body?.sid);
    expect(await add()).toMatchObject({ status: 409, body: { code: 50361 } });
    await callRest(twilio, `DELETE ${url}/${String(sids[0])}`);
    expect((await add()).status).toBe(201);
  });

  it.each(['onConversationAdded', 'onConversationAdd', 'onMessageAdd', 'onUserUpdated'])(
    'cannot be told of %s',
    async (filter) => {
      const { add } = withConversation();
      expect(await add({ 'Configuration.Filters': [filter] })).toMatchObject({ status: 400 });
    },
  );

  it('hear only what happens after they were added', async () => {
    const { twilio, conversation, add, events } = withConversation();
    const origin = { source: 'SDK', identity: 'ada' } as const;
    twilio.conversationActions.addMessage(conversation, { author: 'ada', body: 'before' }, origin);
    await add();
    expect(await events()).toEqual([]);
    twilio.conversationActions.addMessage(conversation, { author: 'ada', body: 'after' }, origin);
    expect(await events()).toEqual(['onMessageAdded']);
  });

  it('with ReplayAfter hear the messages from that index on again, alone', async () => {
    const { clock, twilio, conversation, add, received } = withConversation();
    await add();
    for (const body of ['zero', 'one', 'two'])
      twilio.conversationActions.addMessage(conversation, { author: 'ada', body }, BY_REST);
    await add({ 'Configuration.Url': `${ADDRESS_HOOK}/late`, 'Configuration.ReplayAfter': '1' });
    await clock.advance(0);
    expect(received.map(({ url, form }) => [url, form.Index, form.Body])).toEqual([
      [`${ADDRESS_HOOK}/late`, '1', 'one'],
      [`${ADDRESS_HOOK}/late`, '2', 'two'],
    ]);
  });
});

describe('the service webhook', () => {
  const writeThree = async (count: number, status: number) => {
    const { clock, twilio, actions, received } = setUp(() => status);
    const service = twilio.conversations.services.get(twilio.conversations.defaultServiceSid);
    if (service) service.postWebhookRetryCount = count;
    const conversation = actions.create({}, BY_REST);
    actions.addParticipant(conversation, smsBinding(), BY_REST);
    actions.addMessage(conversation, { author: 'ada' }, { source: 'SDK', identity: 'ada' });
    await clock.advance(0);
    return received.map(({ form }) => form.RetryCount);
  };

  it('is not repeated by default', async () => {
    expect(await writeThree(0, 503)).toEqual(['0']);
  });

  it.each([429, 503, 504])('is repeated after %d if retries are turned on', async (status) => {
    expect(await writeThree(2, status)).toEqual(['0', '1', '2']);
  });

  it.each([500, 400, 502])('is not repeated after %d', async (status) => {
    expect(await writeThree(2, status)).toEqual(['0']);
  });

  it('hears only of the events that it is subscribed to', async () => {
    const { twilio, actions, events } = setUp();
    subscribeService(twilio, ['onParticipantAdded']);
    const conversation = actions.create({}, BY_REST_WITH_WEBHOOKS);
    actions.addParticipant(conversation, { identity: 'ada' }, BY_REST_WITH_WEBHOOKS);
    expect(await events()).toEqual(['onParticipantAdded']);
  });

  it.each([
    [200, true],
    [403, false],
    [503, false],
  ])('asked before a Conversation is made, answers %d: the message arrives: %p', async (status, arrives) => {
    const { twilio } = setUp(({ form }) => (form?.EventType === 'onConversationAdd' ? status : 204));
    autoCreate(twilio);
    const service = twilio.conversations.services.get(twilio.conversations.defaultServiceSid);
    if (!service) throw new Error('no service');
    service.webhooks.pre_webhook_url = SERVICE_HOOK;
    service.webhooks.filters.push('onConversationAdd');
    const received = twilio.inbound.receive({ from: CUSTOMER, to: BUSINESS, body: 'Hello' });
    await twilio.clock.advance(0);
    expect((await received) !== undefined).toBe(arrives);
    expect(twilio.conversations.conversations.size).toBe(arrives ? 1 : 0);
  });
});
