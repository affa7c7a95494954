import type { PayloadFields } from './payload-fields';

/** https://www.twilio.com/docs/events/event-delivery-and-duplication (CloudEvents 1.0) */
export const CLOUD_EVENT: PayloadFields = {
  required: ['specversion', 'type', 'source', 'id', 'dataschema', 'datacontenttype', 'time', 'data'],
  optional: [],
};

const CONVERSATION = [
  'AccountSid',
  'FriendlyName',
  'UniqueName',
  'State',
  'ConversationSid',
  'DateCreated',
  'MessagingServiceSid',
  'Attributes',
];
const PARTICIPANT = [
  'AccountSid',
  'ParticipantSid',
  'Identity',
  'RoleSid',
  'ConversationSid',
  'DateCreated',
  'MessagingBinding',
];
const TASKROUTER: PayloadFields = {
  required: [
    'sid',
    'name',
    'account_sid',
    'timestamp',
    'level',
    'group',
    'publisher',
    'payload_type',
    'payload',
  ],
  optional: [],
};

/** The `data` of an event: https://www.twilio.com/docs/events/event-types/conversations/conversation and beside it */
const DATA: Readonly<Record<string, PayloadFields>> = {
  'conversations.conversation.added': {
    required: [...CONVERSATION, 'MessageBody', 'MessagingBinding'],
    optional: ['MessageSubject', 'Bindings', 'AuthorFriendlyName', 'Media'],
  },
  'conversations.conversation.updated': { required: CONVERSATION, optional: [] },
  'conversations.conversation.removed': { required: CONVERSATION, optional: [] },
  'conversations.conversation-state.updated': {
    required: [
      'AccountSid',
      'ChatServiceSid',
      'ConversationSid',
      'MessagingServiceSid',
      'StateUpdated',
      'StateFrom',
      'StateTo',
      'Reason',
    ],
    optional: [],
  },
  // No Source and no ClientIdentity: an agent's message cannot be told by its event.
  'conversations.message.added': {
    required: [
      'AccountSid',
      'Author',
      'ParticipantSid',
      'ConversationSid',
      'MessageSid',
      'Index',
      'MessageBody',
      'DateCreated',
      'MessageSubject',
      'MessagingServiceSid',
      'ContentSid',
      'Media',
    ],
    optional: [],
  },
  'conversations.participant.added': { required: PARTICIPANT, optional: [] },
  'conversations.participant.removed': { required: PARTICIPANT, optional: [] },
};

/** The fields of an event's `data`, by its type, e.g. `com.twilio.conversations.message.added`. */
export function streamDataFields(type: string): PayloadFields | undefined {
  const name = type.replace(/^com\.twilio\./, '');
  return name.startsWith('taskrouter.') ? TASKROUTER : DATA[name];
}
