import type { RoutingRecord } from '../routing-record/routing-record';
import { closeRecord } from '../routing/close-record';
import type { Ignored } from '../routing/ignored';
import { ignored } from '../routing/ignored';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ChannelHandle } from '../twilio/interactions';
import type { ChannelStatusUpdated } from './interaction-event';

/**
 * Follows what became of a channel: closed, the record is closed too; inactive, because its agent left, the record
 * is parked if it is ours to bring the customer back. By default Flex itself does that.
 *
 * @see https://www.twilio.com/docs/flex/admin-guide/setup/conversations/leave-and-pause-for-conversations
 */
export async function followChannelStatus(
  { conversationSid, channel, status }: ChannelStatusUpdated,
  ports: RoutingPorts,
): Promise<Ignored> {
  const { records, settings } = ports;
  const parks = status === 'inactive' && settings.leaveRouting === 'ours';
  if (status !== 'closed' && !parks) return ignored('uninteresting');
  const stored = await records.read(conversationSid);
  if (!stored) return ignored('not_ours');
  const { record } = stored;
  // Of two channels, one that Twilio dropped is closed as well.
  if (!channel || !isOf(record, channel) || record.state === 'closed') return ignored('closed');
  if (status === 'closed') {
    await closeRecord(stored, ports);
    return ignored('closed');
  }
  if (record.state === 'routed') await records.change(stored, { ...record, state: 'parked' });
  return ignored('channel_inactive');
}

/** The claim of an outreach, which nobody finishes before the customer answers, knows its Interaction only. */
function isOf({ interactionSid, channelSid }: RoutingRecord, channel: ChannelHandle): boolean {
  return channelSid === undefined
    ? interactionSid === channel.interactionSid
    : channelSid === channel.channelSid;
}
