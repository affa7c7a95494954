import type { RoutableEvent } from '../conversations/conversation-event';
import { parseConversationEvent } from '../conversations/parse-conversation-event';
import { channelTypeOfAddress } from '../routing-table/channel-type';
import type { TaskEvent } from '../task-events/task-event';
import { parseTaskEvent } from '../task-events/task-event';
import type { CloudEvent } from './cloud-event';

/** An event of Event Streams as that of one of the other webhooks. */
export type TranslatedEvent =
  | {
      readonly kind: 'conversation';
      readonly event: RoutableEvent;
    }
  | { readonly kind: 'task'; readonly event: Exclude<TaskEvent, { type: 'uninteresting' }> };

const CONVERSATIONS = 'com.twilio.conversations.';
const TASKROUTER = 'com.twilio.taskrouter.';

/**
 * Translates an event of Event Streams into the webhook that tells the same.
 *
 * @returns `undefined` if it concerns nobody here
 * @throws InputError naming the fields that are missing or wrong
 * @see https://www.twilio.com/docs/events/event-types
 */
export function translate(cloudEvent: CloudEvent, accountSid: string): TranslatedEvent | undefined {
  const { type, data } = cloudEvent;
  if (type.startsWith(TASKROUTER)) {
    const fields = toTaskFields(type.slice(TASKROUTER.length), data);
    const event = parseTaskEvent(fields, accountSid);
    return event.type === 'uninteresting' ? undefined : { kind: 'task', event };
  }
  const fields = type.startsWith(CONVERSATIONS)
    ? toConversationFields(type.slice(CONVERSATIONS.length), data)
    : undefined;
  if (!fields) return undefined;
  const event = parseConversationEvent(fields, accountSid);
  // Event Streams has no delivery receipts.
  if (event.type === 'uninteresting' || event.type === 'onDeliveryUpdated') return undefined;
  const { happenedAtMs } = cloudEvent;
  // It may be hours late, so it proves nothing about how things stand now.
  return { kind: 'conversation', event: { ...event, occurredAtMs: happenedAtMs, isStreamed: true } };
}

function toConversationFields(
  name: string,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  switch (name) {
    case 'conversation.added':
      return {
        ...data,
        EventType: 'onConversationAdded',
        ...binding(data.MessagingBinding),
        Attributes: JSON.stringify(data.Attributes),
      };
    case 'message.added':
      return {
        ...data,
        EventType: 'onMessageAdded',
        Body: data.MessageBody,
        // The event does not tell a chat client from a bot; an address can only be a customer's.
        Source:
          typeof data.Author === 'string' && channelTypeOfAddress(data.Author) !== undefined ? '' : 'API',
      };
    case 'conversation-state.updated':
      return { ...data, EventType: 'onConversationStateUpdated' };
    default:
      return undefined;
  }
}

function binding(value: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, inner]) => [`MessagingBinding.${name}`, inner as unknown]),
  );
}

/** `payload.task_sid` becomes `TaskSid`. */
function toTaskFields(name: string, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const payload = (typeof data.payload === 'object' && data.payload !== null ? data.payload : {}) as Record<
    string,
    unknown
  >;
  const fields = Object.entries(payload).map(([key, value]) => [pascalCase(key), value] as const);
  const { eventtype, account_sid: accountSid } = payload;
  return {
    ...Object.fromEntries(fields),
    EventType: eventtype ?? name,
    AccountSid: accountSid ?? data.account_sid,
  };
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
