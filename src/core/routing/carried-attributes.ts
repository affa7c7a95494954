/** What Flex writes into a task by itself: https://www.twilio.com/docs/flex/developer/conversations/interactions-api#task-attributes */
const FLEX_OWNED = new Set([
  'flexInteractionSid',
  'flexInteractionChannelSid',
  'flexChannelInviteSid',
  'conversationSid',
  'channelType',
  'direction',
  'initiatedBy',
]);

/** What this project wrote about the task before, which says nothing of the next one. */
const OURS = ['requestKey', 'transfer', 'transferTargetType', 'transferTargetSid'];

/** The same within `conversations`, which Flex Insights reads. */
const FLEX_OWNED_CONVERSATIONS = new Set([
  'initiated_by',
  'communication_channel',
  'direction',
  'conversation_id',
  'media',
  'external_contact',
]);

const NOT_CARRIED = new Set([...FLEX_OWNED, ...OURS]);

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
