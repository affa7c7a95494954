import { parseConversationEvent } from '../../src/core/conversations/parse-conversation-event';
import { InputError } from '../../src/core/endpoints/input-error';

const ACCOUNT = `AC${'a'.repeat(32)}`;
const CONVERSATION = `CH${'b'.repeat(32)}`;
const MESSAGE = {
  EventType: 'onMessageAdded',
  AccountSid: ACCOUNT,
  ConversationSid: CONVERSATION,
  Index: '0',
};

const ADDED = { EventType: 'onConversationAdded', ConversationSid: CONVERSATION };
/** A Conversation that began, with one value in all fields that may be absent. */
const withAll = (value: unknown) => ({
  ...ADDED,
  ChatServiceSid: value,
  Source: value,
  WebhookSid: value,
  DateCreated: value,
  RetryCount: value,
  State: value,
  FriendlyName: value,
  Attributes: value,
  MessageBody: value,
  'MessagingBinding.Address': value,
  'MessagingBinding.ProxyAddress': value,
  'MessagingBinding.ProjectedAddress': value,
  'MessagingBinding.AuthorAddress': value,
});
const NOTHING_TOLD = {
  type: 'onConversationAdded',
  conversationSid: CONVERSATION,
  source: '',
  isScoped: false,
  isRetry: false,
  isOptOut: false,
};

function fieldsOf(event: object): Readonly<Record<string, string>> {
  try {
    parseConversationEvent(event, ACCOUNT);
  } catch (error) {
    if (error instanceof InputError) return error.fields;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a Conversations webhook', () => {
  it('is read with our names', () => {
    const event = parseConversationEvent(
      {
        ...MESSAGE,
        MessageSid: `IM${'c'.repeat(32)}`,
        ParticipantSid: `MB${'d'.repeat(32)}`,
        ChatServiceSid: `IS${'e'.repeat(32)}`,
        WebhookSid: `WH${'f'.repeat(32)}`,
        Author: '+12025550143',
        Body: 'Hello',
        Source: 'sms',
        Index: '4',
        RetryCount: '2',
        DateCreated: '2026-01-05T09:00:00.000Z',
        request: { headers: {} },
      },
      ACCOUNT,
    );
    expect(event).toEqual({
      type: 'onMessageAdded',
      conversationSid: CONVERSATION,
      serviceSid: `IS${'e'.repeat(32)}`,
      source: 'SMS',
      isScoped: true,
      occurredAtMs: Date.UTC(2026, 0, 5, 9),
      isRetry: true,
      index: 4,
      author: '+12025550143',
      participantSid: `MB${'d'.repeat(32)}`,
      isOptOut: false,
    });
  });

  it.each(['2', 2])('is a retry by its count, which may be %j', (RetryCount) => {
    expect(parseConversationEvent({ ...MESSAGE, RetryCount }, ACCOUNT)).toMatchObject({ isRetry: true });
  });

  it.each([
    [{ EventType: '' }, { EventType: 'is required' }],
    [{ AccountSid: `AC${'b'.repeat(32)}` }, { AccountSid: 'is not the account of this deployment' }],
    [{ Index: 'first' }, { Index: 'must be a whole number, counted from 0' }],
    [{ ParticipantSid: 'somebody' }, { ParticipantSid: 'must be a SID that starts with MB' }],
    [{ Body: { text: 'Hello' } }, { Body: 'must be a text' }],
  ])('with %j is refused with %j', (changes, problems) => {
    expect(fieldsOf({ ...MESSAGE, ...changes })).toEqual(problems);
  });

  it.each([
    ['2026-01-05T09:00:00.000Z', 0],
    ['2026-01-05T09:00:00.500Z', 500],
    ['2026-01-05T09:00:00Z', 999],
    ['Mon, 05 Jan 2026 09:00:00 GMT', 999],
    ['just now', undefined],
    ['', undefined],
  ])('of %j happened at the latest %j ms into that second', (DateCreated, ms) => {
    const occurredAtMs = ms === undefined ? undefined : Date.UTC(2026, 0, 5, 9) + ms;
    expect(parseConversationEvent({ ...MESSAGE, DateCreated }, ACCOUNT)).toMatchObject({ occurredAtMs });
  });

  it.each([
    ['the webhook of a park', { WebhookSid: `WH${'f'.repeat(32)}`, parked: '1' }, `WH${'f'.repeat(32)}`],
    ['another webhook', { WebhookSid: `WH${'f'.repeat(32)}` }, undefined],
    ['the service, whatever its URL says', { parked: '1' }, undefined],
  ])('by %s is known as such', (_, fields, parkWebhookSid) => {
    expect(parseConversationEvent({ ...MESSAGE, ...fields }, ACCOUNT)).toMatchObject({ parkWebhookSid });
  });

  it('with a text longer than any of Twilio is refused', () => {
    expect(fieldsOf({ ...MESSAGE, Body: 'a'.repeat(65_537) })).toEqual({ Body: 'is too long' });
  });

  it.each([
    [{ ...MESSAGE, EventType: undefined }, 'EventType'],
    [{ ...MESSAGE, EventType: ['onMessageAdded'] }, 'EventType'],
    [{ ...MESSAGE, AccountSid: `AC${'b'.repeat(32)}` }, 'AccountSid'],
    [{ ...MESSAGE, ConversationSid: 'CH123' }, 'ConversationSid'],
    [{ ...MESSAGE, ConversationSid: `${CONVERSATION}/../Messages` }, 'ConversationSid'],
    [{ ...MESSAGE, ConversationSid: [CONVERSATION, CONVERSATION] }, 'ConversationSid'],
    [{ ...MESSAGE, Index: 'first' }, 'Index'],
    [{ ...MESSAGE, Index: '-1' }, 'Index'],
    [{ ...MESSAGE, Index: undefined }, 'Index'],
    [{ ...MESSAGE, Body: { text: 'Hello' } }, 'Body'],
    [{ ...MESSAGE, ParticipantSid: 'somebody' }, 'ParticipantSid'],
    [{ EventType: 'onConversationStateUpdated', ConversationSid: CONVERSATION }, 'StateTo'],
  ])('%j is refused for its %s', (event, field) => {
    expect(Object.keys(fieldsOf(event))).toEqual([field]);
  });

  it('says what is wrong without repeating a value', () => {
    const fields = fieldsOf({ ...MESSAGE, ConversationSid: 'Ella Fitzgerald', Index: '+12025550143' });
    expect(JSON.stringify(fields)).not.toMatch(/Ella|2025550143/);
    expect(fields).toEqual({
      ConversationSid: 'must be a SID: CH and 32 hexadecimal digits',
      Index: 'must be a whole number, counted from 0',
    });
  });

  it('takes a field that is null as one that is absent', () => {
    expect(parseConversationEvent(withAll(null), ACCOUNT)).toEqual(NOTHING_TOLD);
    expect(fieldsOf({ ...MESSAGE, ConversationSid: null })).toEqual({ ConversationSid: 'is required' });
  });

  it('takes a field that is empty as one that is absent', () => {
    expect(parseConversationEvent(withAll(''), ACCOUNT)).toEqual(NOTHING_TOLD);
    const besideEmpty = {
      'MessagingBinding.AuthorAddress': '',
      'MessagingBinding.Address': '+12025550143',
      'MessagingBinding.ProxyAddress': '',
      'MessagingBinding.ProjectedAddress': '+14155550111',
    };
    expect(parseConversationEvent({ ...ADDED, ...besideEmpty }, ACCOUNT)).toMatchObject({
      address: '+12025550143',
      businessAddress: '+14155550111',
    });
  });

  it('of a Conversation tells its state, its addresses and whether its first message is an opt-out', () => {
    const event = {
      ...ADDED,
      Source: 'sms',
      State: 'active',
      MessageBody: 'stop',
      'MessagingBinding.Address': '+12025550143',
      'MessagingBinding.ProxyAddress': '+14155550111',
    };
    expect(parseConversationEvent(event, ACCOUNT)).toEqual({
      ...NOTHING_TOLD,
      source: 'SMS',
      state: 'active',
      address: '+12025550143',
      businessAddress: '+14155550111',
      isOptOut: true,
    });
  });

  it('of a change of state tells from where, to where, and why', () => {
    const event = { EventType: 'onConversationStateUpdated', ConversationSid: CONVERSATION };
    const change = { StateFrom: 'active', StateTo: 'closed', Reason: 'TIMER' };
    expect(parseConversationEvent({ ...event, ...change }, ACCOUNT)).toEqual({
      type: 'onConversationStateUpdated',
      conversationSid: CONVERSATION,
      source: '',
      isScoped: false,
      isRetry: false,
      from: 'active',
      to: 'closed',
      reason: 'TIMER',
    });
  });

  it('takes nothing from a prototype that the body brought along', () => {
    const event = Object.create({ ...MESSAGE }) as object;
    expect(Object.keys(fieldsOf(event))).toEqual(['EventType']);
  });

  it('that does not concern us is not looked into', () => {
    expect(parseConversationEvent({ EventType: 'onUserUpdated', UserSid: 7 }, ACCOUNT)).toEqual({
      type: 'uninteresting',
    });
  });

  it.each([
    ['{"customerName":"Ella"}', 'Ella'],
    ['{"pre_engagement_data":{"friendlyName":"Ella"}}', 'Ella'],
    ['{"customerName":7}', undefined],
    ['not JSON', undefined],
    ['null', undefined],
  ])('takes the customer name from Attributes %p: %p', (attributes, name) => {
    const event = parseConversationEvent(
      { EventType: 'onConversationAdded', ConversationSid: CONVERSATION, Attributes: attributes },
      ACCOUNT,
    );
    expect(event).toMatchObject({ type: 'onConversationAdded' });
    expect('customerName' in event ? event.customerName : undefined).toBe(name);
  });

  it('of a group MMS has several addresses, and the author among them', () => {
    const addresses = ['+12025550143', '+12025550144'];
    for (const list of [addresses, JSON.stringify(addresses), [null, ...addresses]]) {
      expect(parseConversationEvent({ ...ADDED, 'MessagingBinding.Address': list }, ACCOUNT)).toMatchObject({
        address: '+12025550143',
      });
    }
    expect(
      parseConversationEvent(
        { ...ADDED, 'MessagingBinding.Address': addresses, 'MessagingBinding.AuthorAddress': '+12025550144' },
        ACCOUNT,
      ),
    ).toMatchObject({ address: '+12025550144' });
  });
});
