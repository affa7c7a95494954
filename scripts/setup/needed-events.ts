import { interactionEventSchemas } from '../../src/core/interaction-events/interaction-event';
import { INTERESTING_TASK_EVENTS } from '../../src/core/task-events/task-event';

/** Events of the Conversations service webhook: https://www.twilio.com/docs/conversations/conversations-webhooks */
export const CONVERSATION_EVENTS = ['onConversationAdded', 'onMessageAdded', 'onConversationStateUpdated'];

/** TaskRouter events: https://www.twilio.com/docs/taskrouter/api/event/reference */
export const TASK_EVENTS: readonly string[] = INTERESTING_TASK_EVENTS;

/** Interaction events: https://www.twilio.com/docs/flex/developer/conversations/register-interactions-webhooks */
export const INTERACTION_EVENTS = Object.keys(interactionEventSchemas);

/** Event Streams' types of the same facts: https://www.twilio.com/docs/events/event-types */
export const STREAMED_TYPES = [
  'com.twilio.conversations.conversation.added',
  'com.twilio.conversations.conversation-state.updated',
  'com.twilio.conversations.message.added',
  ...TASK_EVENTS.map((event) => `com.twilio.taskrouter.${event}`),
];

/** The newest version of those schemas that is read. */
export const STREAMED_SCHEMA_VERSION = 2;
