import { callRest } from './rest-caller';
import {
  autoCreate,
  BUSINESS,
  BY_REST_WITH_WEBHOOKS,
  CUSTOMER,
  receive,
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
  'onParticipantUpdated',
  'onMessageAdded',
  'onMessageUpdated',
  'onMessageRemoved',
];

function setUp(statusOf?: Parameters<typeof twilioWithHooks>[0]) {
  const all = twilioWithHooks(statusOf);
  subscribeService(all.twilio, ALL_EVENTS);
  return { ...all, actions: all.twilio.conversationActions };
}

describe('who did something decides whether webhooks tell of it', () => {
  const actionsOf = (url: string) =>
    [
      [`POST ${url}/Participants`, { Identity: 'ada' }],
      [`POST ${url}/Participants/ada`, { Attributes: '{"a":1}' }],
      [`DELETE ${url}/Participants/ada`, {}],
      [`POST ${url}/Messages`, { Author: 'bot', Body: 'Hello' }],
      [`POST ${url}`, { FriendlyName: 'Ella' }],
      [`POST ${url}`, { State: 'closed' }],
      [`DELETE ${url}`, {}],
    ] as const;

  async function doEverythingByRest(headers: Record<string, string>) {
    const { twilio, events } = setUp();
    const { body } = await callRest(twilio, `POST ${CONVERSATIONS}`, { headers });
    for (const [line, form] of actionsOf(`${CONVERSATIONS}/${String(body?.sid)}`))
      expect((await callRest(twilio, line, { form, headers })).status).toBeLessThan(300);
    return events();
  }

  it('REST: none does', async () => {
    expect(await doEverythingByRest({})).toEqual([]);
    expect(await doEverythingByRest({ 'x-twilio-webhook-enabled': 'false' })).toEqual([]);
  });

  it('REST with X-Twilio-Webhook-Enabled: all do', async () => {
    const events = await doEverythingByRest({ 'x-twilio-webhook-enabled': 'true' });
    expect([...new Set(events)]).toEqual([
      'onConversationAdded',
      'onParticipantAdded',
      'onParticipantUpdated',
      'onParticipantRemoved',
      'onMessageAdded',
      'onConversationUpdated',
      'onConversationStateUpdated',
      'onConversationRemoved',
    ]);
  });

  it.each([
    ['POST', { Body: 'Better' }, 'onMessageUpdated', 'Better'],
    ['DELETE', {}, 'onMessageRemoved', 'Hello'],
  ])('REST on a message by %s %j: only with that header', async (method, form, event, Body) => {
    const { twilio, clock, received } = setUp();
    const { body: conversation } = await callRest(twilio, `POST ${CONVERSATIONS}`);
    const url = `${CONVERSATIONS}/${String(conversation?.sid)}/Messages`;
    for (const enabled of ['false', 'true']) {
      const headers = { 'x-twilio-webhook-enabled': enabled };
      const { body } = await callRest(twilio, `POST ${url}`, { form: { Body: 'Hello', Author: 'bot' } });
      await callRest(twilio, `${method} ${url}/${String(body?.sid)}`, { form, headers });
    }
    await clock.advance(0);
    expect(received.map(({ form: fields }) => fields)).toMatchObject([
      { EventType: event, Body, Index: '1' },
    ]);
  });

  it('a chat client: all do, and name the client', async () => {
    const { clock, actions, received } = setUp();
    const origin = { source: 'SDK', identity: 'ada' } as const;
    const conversation = actions.create({}, origin);
    actions.addParticipant(conversation, { identity: 'ada' }, origin);
    actions.addMessage(conversation, { author: 'ada', body: 'Hello' }, origin);
    await clock.advance(0);
    expect(received.map(({ form }) => [form.EventType, form.Source, form.ClientIdentity])).toEqual([
      ['onConversationAdded', 'SDK', 'ada'],
      ['onParticipantAdded', 'SDK', 'ada'],
      ['onMessageAdded', 'SDK', 'ada'],
    ]);
  });

  it("a customer's channel: all do, and name the channel", async () => {
    const { clock, twilio, received } = setUp();
    autoCreate(twilio);
    await receive(twilio);
    await clock.advance(0);
    expect(received.map(({ form }) => [form.EventType, form.Source, form.ClientIdentity])).toEqual([
      ['onConversationAdded', 'SMS', undefined],
      ['onParticipantAdded', 'SMS', undefined],
      ['onMessageAdded', 'SMS', undefined],
    ]);
  });
});

describe('what an event tells', () => {
  async function firstMessage() {
    const { clock, twilio, received } = setUp();
    autoCreate(twilio);
    const { conversation, message } = await receive(twilio);
    await clock.advance(0);
    const [participant] = conversation.participants.values();
    const formOf = (type: string) => received.find(({ form }) => form.EventType === type)?.form;
    return { twilio, conversation: conversation.entity, message, participant, formOf };
  }

  it('onConversationAdded: the pair of addresses, and no message', async () => {
    const { twilio, conversation, formOf } = await firstMessage();
    expect(formOf('onConversationAdded')).toEqual({
      AccountSid: twilio.accountSid,
      EventType: 'onConversationAdded',
      Source: 'SMS',
      RetryCount: '0',
      ConversationSid: conversation.sid,
      ChatServiceSid: conversation.chat_service_sid,
      MessagingServiceSid: conversation.messaging_service_sid,
      FriendlyName: CUSTOMER,
      Attributes: '{}',
      State: 'active',
      DateCreated: '2026-01-05T09:00:00.000Z',
      DateUpdated: '2026-01-05T09:00:00.000Z',
      'MessagingBinding.Address': CUSTOMER,
      'MessagingBinding.ProxyAddress': BUSINESS,
    });
  });

  it('onMessageAdded: who wrote what, and nothing of the number of ours', async () => {
    const { twilio, conversation, message, participant, formOf } = await firstMessage();
    expect(formOf('onMessageAdded')).toEqual({
      AccountSid: twilio.accountSid,
      EventType: 'onMessageAdded',
      Source: 'SMS',
      RetryCount: '0',
      ConversationSid: conversation.sid,
      ChatServiceSid: conversation.chat_service_sid,
      MessagingServiceSid: conversation.messaging_service_sid,
      MessageSid: message.sid,
      ParticipantSid: participant?.sid,
      Index: '0',
      Author: CUSTOMER,
      Body: 'Hello',
      Attributes: '{}',
      DateCreated: '2026-01-05T09:00:00.000Z',
    });
  });

  it('onParticipantAdded: alone names the channel', async () => {
    const { formOf } = await firstMessage();
    expect(formOf('onParticipantAdded')).toMatchObject({
      'MessagingBinding.Type': 'SMS',
      'MessagingBinding.Address': CUSTOMER,
      'MessagingBinding.ProxyAddress': BUSINESS,
    });
    expect(formOf('onParticipantAdded')).not.toHaveProperty('Identity');
  });

  it('onConversationAdded without participants: no addresses', async () => {
    const { clock, actions, received } = setUp();
    actions.create({}, BY_REST_WITH_WEBHOOKS);
    await clock.advance(0);
    expect(Object.keys(received[0]?.form ?? {}).filter((name) => name.startsWith('Messaging'))).toEqual([
      'MessagingServiceSid',
    ]);
  });
});
