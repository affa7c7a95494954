import { forgetParked } from '../park/forget-parked';
import type { StoredRecord } from '../routing-record/routing-records';
import type { ConversationSid } from '../sid';
import { channelOf } from '../twilio/channel-of';
import type { Ignored } from './ignored';
import { ignored } from './ignored';
import type { RoutingPorts } from './routing-ports';

/**
 * Closes the record of a Conversation that was closed; it expires a day later.
 *
 * A timer that closes a Conversation leaves its task alive, so that an agent would go on waiting for an answer:
 * then the channel is closed too, and the task with it.
 *
 * @param byTimer the Conversation's own timer closed it
 * @see https://www.twilio.com/docs/conversations/states-timers
 */
export async function closeConversationRecord(
  conversationSid: ConversationSid,
  byTimer: boolean,
  ports: RoutingPorts,
): Promise<Ignored> {
  const stored = await ports.records.read(conversationSid);
  if (!stored) return ignored('not_ours');
  const channel = channelOf(stored.record);
  if (stored.record.state === 'closed' || stored.record.state === 'foreign') return ignored('closed');
  if (byTimer && channel) await ports.channels.close(channel);
  await closeRecord(stored, ports);
  return ignored('closed');
}

/** Closes a record, and deletes what parking kept; `undefined` if somebody else changed it first. */
export async function closeRecord(
  stored: StoredRecord,
  ports: RoutingPorts,
): Promise<StoredRecord | undefined> {
  const { attempt, reroutes, request, interactionSid, channelSid, taskSid } = stored.record;
  const closed = await ports.records.change(stored, {
    state: 'closed',
    attempt,
    reroutes,
    request,
    interactionSid,
    channelSid,
    taskSid,
  });
  if (closed) await forgetParked(stored.conversationSid, stored.record, ports);
  return closed;
}
