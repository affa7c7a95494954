import type { PayloadFields } from './payload-fields';

/** Of every event. */
const COMMON: PayloadFields = {
  required: ['AccountSid', 'EventType', 'Source', 'ChatServiceSid', 'ConversationSid', 'RetryCount'],
  // `WebhookSid` comes with webhooks of a single Conversation.
  optional: ['ClientIdentity', 'MessagingServiceSid', 'WebhookSid'],
};

const ADDRESSES = [
  'MessagingBinding.ProxyAddress',
  'MessagingBinding.Address',
  'MessagingBinding.ProjectedAddress',
];
const CONVERSATION = ['DateCreated', 'DateUpdated', 'Attributes', 'State'];
const NAMES = ['FriendlyName', 'UniqueName'];
const MESSAGE = ['MessageSid', 'Index', 'DateCreated', 'Author', 'Attributes'];
const PARTICIPANT = ['ParticipantSid', 'DateCreated', 'RoleSid', 'Attributes', 'MessagingBinding.Type'];
const RECEIPT = ['MessageSid', 'DeliveryReceiptSid', 'ChannelMessageSid', 'ParticipantSid', 'Status'];

function event(required: readonly string[], optional: readonly string[] = []): PayloadFields {
  return {
    required: [...COMMON.required, ...required],
    optional: [...COMMON.optional, ...optional],
  };
}

/**
 * The fields of Conversations webhooks.
 *
 * @see https://www.twilio.com/docs/conversations/conversations-webhooks
 */
export const CONVERSATION_FIELDS: Readonly<Record<string, PayloadFields>> = {
  // Before anything is made there is no Conversation to name.
  onConversationAdd: {
    required: COMMON.required.filter((name) => name !== 'ConversationSid'),
    optional: [
      ...COMMON.optional,
      ...NAMES,
      ...ADDRESSES,
      'Attributes',
      'MessagingBinding.AuthorAddress',
      'MessageBody',
      'Media',
      'State',
    ],
  },
  onConversationAdded: event(CONVERSATION, [...NAMES, ...ADDRESSES, 'MessagingBinding.AuthorAddress']),
  onConversationUpdated: event(CONVERSATION, NAMES),
  onConversationRemoved: event(CONVERSATION, [...NAMES, 'DateRemoved']),
  onConversationStateUpdated: event(['StateUpdated', 'StateFrom', 'StateTo', 'Reason']),
  onMessageAdded: event(MESSAGE, ['Body', 'ParticipantSid', 'Media']),
  onMessageUpdated: event([...MESSAGE, 'DateUpdated'], ['Body', 'ParticipantSid', 'Media', 'ModifiedBy']),
  onMessageRemoved: event([...MESSAGE, 'DateRemoved'], ['Body', 'ParticipantSid', 'Media']),
  onParticipantAdded: event(PARTICIPANT, ['Identity', ...ADDRESSES]),
  onParticipantUpdated: event(
    [...PARTICIPANT, 'DateUpdated'],
    ['Identity', 'LastReadMessageIndex', ...ADDRESSES],
  ),
  onParticipantRemoved: event([...PARTICIPANT, 'DateRemoved'], ['Identity', ...ADDRESSES]),
  onDeliveryUpdated: event([...RECEIPT, 'DateCreated', 'DateUpdated'], ['ErrorCode']),
};
