import type { StoredConversation } from '../conversations/conversation-store';
import type { SidFactory } from '../kernel/sid-factory';
import type { StoredInteraction } from './entities';
import type { ChannelInput } from './input-schemas';

/** An Interaction whose Channel has still to be set up. */
export function newInteraction(
  sids: SidFactory,
  given: {
    readonly channel: ChannelInput;
    readonly conversation: StoredConversation | undefined;
    readonly workspaceSid: string;
    readonly contextSid?: string | undefined;
    readonly webhookTtid?: string | undefined;
  },
): StoredInteraction {
  const { channel, conversation, workspaceSid } = given;
  const sid = sids.next('KD');
  const channelSid = sids.next('UO');
  const url = `https://flex-api.twilio.com/v1/Interactions/${sid}`;
  const channelUrl = `${url}/Channels/${channelSid}`;
  return {
    entity: {
      sid,
      channel: { type: channel.type, sid: channelSid },
      routing: null,
      interaction_context_sid: given.contextSid ?? null,
      webhook_ttid: given.webhookTtid ?? null,
      url,
      links: { channels: `${url}/Channels` },
    },
    channel: {
      sid: channelSid,
      type: channel.type,
      interaction_sid: sid,
      status: 'setup',
      error_code: null,
      error_message: null,
      url: channelUrl,
      links: {
        participants: `${channelUrl}/Participants`,
        invites: `${channelUrl}/Invites`,
        transfers: `${channelUrl}/Transfers`,
      },
    },
    initiatedBy: channel.initiated_by,
    workspaceSid,
    conversation,
    tasks: new Set(),
    invites: [],
    participants: [],
    cancelExpiry: nothing,
  };
}

function nothing(): void {
  // Nothing to cancel.
}
