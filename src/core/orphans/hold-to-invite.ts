import type { StoredRecord } from '../routing-record/routing-records';
import { giveUp } from '../routing/record-result';
import type { Failed, InProgress } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import { MAX_ATTEMPTS } from '../routing/take-over';
import type { ChannelHandle } from '../twilio/interactions';

/**
 * Holds the record of a Conversation while an Invite is sent into its channel.
 *
 * @param counters what the record counts from the moment that the Invite is known to have been sent
 * @returns the outcome instead, if somebody else is at it, or if it was tried too often without knowing what came of it
 */
export async function holdToInvite(
  stored: StoredRecord,
  channel: ChannelHandle,
  counters: NonNullable<StoredRecord['onceServed']>,
  ports: RoutingPorts,
): Promise<StoredRecord | InProgress | Failed> {
  const { record } = stored;
  const attempt = record.state === 'routed' ? 1 : record.attempt + 1;
  if (attempt > MAX_ATTEMPTS) return giveUp(stored, 'attempts_exhausted', ports);
  const claimed = await ports.records.hold(stored, { ...record, ...channel, state: 'resuming', attempt });
  return claimed ? { ...claimed, onceServed: counters } : { outcome: 'in_progress' };
}
