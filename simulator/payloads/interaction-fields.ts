import type { PayloadFields } from './payload-fields';

const INTERACTION = ['EventType', 'AccountSid', 'InstanceSid', 'InteractionSid', 'MediaChannelType'];
const CHANNEL = [...INTERACTION, 'ChannelSid'];
const PARTICIPANT = [...CHANNEL, 'ParticipantSid', 'ParticipantType'];

/**
 * The fields of Interaction webhooks. An outbound channel whose Conversation is gone has no `MediaChannelSid`.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/register-interactions-webhooks
 */
export const INTERACTION_FIELDS: Readonly<Record<string, PayloadFields>> = {
  onInteractionCreated: { required: INTERACTION, optional: ['MediaChannelSid'] },
  onChannelCreated: { required: [...CHANNEL, 'MediaChannelSid'], optional: [] },
  onChannelCreateFailed: {
    required: [...CHANNEL, 'ErrorCode', 'ErrorMessage'],
    optional: ['MediaChannelSid'],
  },
  onChannelStatusUpdated: { required: [...CHANNEL, 'ChannelStatus', 'MediaChannelSid'], optional: [] },
  onParticipantJoined: { required: [...PARTICIPANT, 'MediaChannelSid'], optional: ['TaskSid'] },
  onParticipantLeft: { required: [...PARTICIPANT, 'MediaChannelSid'], optional: ['TaskSid'] },
  onParticipantUpdated: { required: [...PARTICIPANT, 'MediaChannelSid'], optional: ['TaskSid'] },
};
