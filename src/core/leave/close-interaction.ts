import type { LocatedInteraction } from '../handle/located-interaction';
import { closeRecord } from '../routing/close-record';
import type { RoutingPorts } from '../routing/routing-ports';
import { isOver } from '../twilio/interaction-channels';
import { TwilioRequestError } from '../twilio/request-error';

/**
 * Closes a channel with its tasks, its Conversation, and its record. What is closed already stays so.
 *
 * @throws TwilioRequestError if it is still open
 */
export async function closeInteraction(
  interaction: LocatedInteraction,
  ports: RoutingPorts,
): Promise<'closed' | 'already_closed'> {
  const { channel, conversationSid } = interaction;
  const outcome = await closeChannel(interaction, ports);
  if (conversationSid === undefined) return outcome;
  const stored = await ports.records.read(conversationSid);
  const belongs = stored?.record.channelSid === undefined || stored.record.channelSid === channel.channelSid;
  if (stored && belongs && stored.record.state !== 'closed') await closeRecord(stored, ports);
  return outcome;
}

async function closeChannel(
  { channel, conversationSid }: LocatedInteraction,
  { channels, conversations }: RoutingPorts,
): Promise<'closed' | 'already_closed'> {
  if (await channels.close(channel)) return 'closed';
  const { status } = await channels.fetchFate(channel);
  if (!isOver(status)) {
    throw new TwilioRequestError({ kind: 'unavailable', operation: 'close a channel: Twilio refused' });
  }
  // A channel that was never set up, or is forgotten, closes no Conversation.
  const isOpen =
    conversationSid !== undefined && (await conversations.fetchState(conversationSid)) !== 'closed';
  if (!isOpen) return 'already_closed';
  await conversations.close(conversationSid);
  return 'closed';
}
