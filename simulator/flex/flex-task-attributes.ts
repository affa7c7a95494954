import type { InitiatedBy } from './entities';

/**
 * The attributes that Flex gives a task beside those of the request, which are added as they are.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api#task-attributes
 */
export function flexTaskAttributes(
  given: Readonly<Record<string, unknown>>,
  flex: {
    readonly interactionSid: string;
    readonly channelSid: string;
    readonly inviteSid: string;
    readonly conversationSid: string | undefined;
    readonly channelType: string;
    readonly initiatedBy: InitiatedBy;
  },
): Record<string, unknown> {
  const { customerName, customerAddress } = given;
  const direction = flex.initiatedBy === 'agent' ? 'outbound' : 'inbound';
  const isEmail = flex.channelType === 'email';
  return {
    ...given,
    ...(customerName !== undefined && customerAddress !== undefined && given.customers === undefined
      ? {
          customers: {
            name: customerName,
            phone: isEmail ? null : customerAddress,
            email: isEmail ? customerAddress : null,
          },
        }
      : {}),
    flexInteractionSid: flex.interactionSid,
    flexInteractionChannelSid: flex.channelSid,
    flexChannelInviteSid: flex.inviteSid,
    ...(flex.conversationSid === undefined ? {} : { conversationSid: flex.conversationSid }),
    channelType: flex.channelType,
    initiatedBy: flex.initiatedBy,
    direction,
    conversations: {
      ...(given.conversations as object | undefined),
      conversation_id: flex.interactionSid,
      initiated_by: capitalize(flex.initiatedBy),
      communication_channel: capitalize(flex.channelType),
      direction: capitalize(direction),
      media: [
        {
          type: 'ChatTranscript',
          conversation_sid: flex.conversationSid ?? null,
          sid: flex.conversationSid ?? null,
        },
      ],
    },
  };
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
