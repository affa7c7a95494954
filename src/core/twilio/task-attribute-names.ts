/**
 * What Flex writes into a task by itself.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api#task-attributes
 */
export const WRITTEN_BY_FLEX = [
  'flexInteractionSid',
  'flexInteractionChannelSid',
  'flexChannelInviteSid',
  'conversationSid',
  'channelType',
  'direction',
  'initiatedBy',
] as const;

/** What this project writes about one task, which says nothing of the next one. */
export const WRITTEN_BY_US = [
  'routedBy',
  'requestKey',
  'transfer',
  'transferTargetType',
  'transferTargetSid',
] as const;
