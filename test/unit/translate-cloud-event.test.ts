import { InputError } from '../../src/core/endpoints/input-error';
import { translate } from '../../src/core/event-streams/translate';

const ACCOUNT = `AC${'a'.repeat(32)}`;
const CONVERSATION = `CH${'b'.repeat(32)}`;
const PARTICIPANT = `MB${'c'.repeat(32)}`;
const TASK = `WT${'d'.repeat(32)}`;
const CHANNEL = { interactionSid: `KD${'e'.repeat(32)}`, channelSid: `UO${'f'.repeat(32)}` };
const AT_MS = Date.UTC(2026, 0, 6);
const COMMON = {
  conversationSid: CONVERSATION,
  source: '',
  isScoped: false,
  isRetry: false,
  occurredAtMs: AT_MS,
  isStreamed: true,
};

function translated(type: string, data: Readonly<Record<string, unknown>>) {
  return translate({ type: `com.twilio.${type}`, happenedAtMs: AT_MS, data }, ACCOUNT);
}

describe('an event of a Conversation is told as its webhook would tell it', () => {
  it('one that began, with its customer', () => {
    const data = {
      AccountSid: ACCOUNT,
      ConversationSid: CONVERSATION,
      FriendlyName: null,
      State: 'active',
      Attributes: { customerName: 'Ella' },
      MessageBody: 'stop',
      MessagingBinding: { Address: '+12025550143', ProxyAddress: '+14155550111', AuthorAddress: null },
    };
    expect(translated('conversations.conversation.added', data)).toEqual({
      kind: 'conversation',
      event: {
        ...COMMON,
        type: 'onConversationAdded',
        state: 'active',
        address: '+12025550143',
        businessAddress: '+14155550111',
        customerName: 'Ella',
        isOptOut: true,
      },
    });
  });

  it.each([undefined, null])('one that began without anybody: %s', (nothing) => {
    const data = { ConversationSid: CONVERSATION, Attributes: nothing, MessagingBinding: nothing };
    expect(translated('conversations.conversation.added', data)).toEqual({
      kind: 'conversation',
      event: { ...COMMON, type: 'onConversationAdded', isOptOut: false },
    });
  });

  it.each([
    ['+12025550143', ''],
    ['ella', 'API'],
    [null, 'API'],
  ])('a message of %s, whose source is %j: only an address is surely a customer', (author, source) => {
    const data = {
      ConversationSid: CONVERSATION,
      ParticipantSid: PARTICIPANT,
      Author: author,
      Index: 3,
      MessageBody: 'STOP',
      Media: [],
      MessagingServiceSid: null,
      EventType: 'message.added',
    };
    expect(translated('conversations.message.added', data)).toEqual({
      kind: 'conversation',
      event: {
        ...COMMON,
        type: 'onMessageAdded',
        source,
        index: 3,
        author: author ?? undefined,
        participantSid: PARTICIPANT,
        isOptOut: true,
      },
    });
  });

  it('one whose state changed', () => {
    const data = { ConversationSid: CONVERSATION, StateFrom: 'active', StateTo: 'closed', Reason: 'TIMER' };
    expect(translated('conversations.conversation-state.updated', data)).toEqual({
      kind: 'conversation',
      event: {
        ...COMMON,
        type: 'onConversationStateUpdated',
        from: 'active',
        to: 'closed',
        reason: 'TIMER',
      },
    });
  });
});

describe('an event of TaskRouter is told as its webhook would tell it', () => {
  const payload = {
    task_sid: TASK,
    task_attributes: JSON.stringify({
      conversationSid: CONVERSATION,
      flexInteractionSid: CHANNEL.interactionSid,
      flexInteractionChannelSid: CHANNEL.channelSid,
    }),
    task_age: 7,
  };

  it.each([
    ['its type', undefined],
    ['its payload', 'workflow.timeout'],
  ])('whose name is in %s', (_, eventtype) => {
    const data = { payload: { ...payload, eventtype }, account_sid: ACCOUNT };
    expect(translated('taskrouter.task.canceled', data)).toMatchObject({
      kind: 'task',
      event: {
        type: eventtype ?? 'task.canceled',
        taskSid: TASK,
        conversationSid: CONVERSATION,
        channel: CHANNEL,
        ageSeconds: 7,
      },
    });
  });

  it.each([
    { payload: { ...payload, account_sid: `AC${'9'.repeat(32)}` }, account_sid: ACCOUNT },
    { payload, account_sid: `AC${'9'.repeat(32)}` },
  ])('and refused if it is of another account: %j', (data) => {
    expect(() => translated('taskrouter.task.canceled', data)).toThrow(InputError);
  });
});

it.each([
  ['conversations.participant.added', {}],
  ['messaging.message.sent', {}],
  ['taskrouter.task.updated', { payload: { eventtype: 'task.updated' } }],
])('%s is nothing to us', (type, data) => {
  expect(translated(type, data)).toBeUndefined();
});
