import { WRITTEN_BY_FLEX, WRITTEN_BY_US } from '../twilio/task-attribute-names';

/** What Flex writes into `conversations` of a task, which Flex Insights reads. */
const FLEX_OWNED_CONVERSATIONS = new Set([
  'initiated_by',
  'communication_channel',
  'direction',
  'conversation_id',
  'media',
  'external_contact',
]);

const NOT_CARRIED = new Set<string>([...WRITTEN_BY_FLEX, ...WRITTEN_BY_US]);

/**
 * The attributes that the task of an Invite takes over from the task before it: Twilio carries none over, and those
 * that Flex owns would be those of the old task.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/park-an-interaction
 */
export function carriedAttributes(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const carried = without(attributes, NOT_CARRIED);
  const { conversations } = carried;
  if (typeof conversations !== 'object' || conversations === null) return carried;
  return { ...carried, conversations: without(conversations, FLEX_OWNED_CONVERSATIONS) };
}

function without(value: object, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
}
