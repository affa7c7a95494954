import type { StoredRecord } from '../routing-record/routing-records';
import { closeRecord } from '../routing/close-record';
import { ignored } from '../routing/ignored';
import { route } from '../routing/route';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import { MAX_ATTEMPTS } from '../routing/take-over';
import { closeByPolicy } from './close-by-policy';
import { customerOfOrphan } from './customer-of-orphan';
import type { Orphan } from './orphan';

/** Why Twilio failed to set a channel up: https://www.twilio.com/docs/api/errors/45353 and the pages beside it. */
const DUPLICATE_DROPPED = 45353;
const CONVERSATION_CLOSED = 45354;
const NO_PARTICIPANTS = 45355;

/**
 * Creates another Interaction for a Conversation whose channel was never set up, or is forgotten: a bounded number
 * of times, then the entry's policy.
 *
 * @param errorCode why it was never set up, if Twilio told
 */
export async function routeAnew(
  stored: StoredRecord,
  orphan: Orphan,
  errorCode: number | undefined,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const { record } = stored;
  if (errorCode === CONVERSATION_CLOSED) {
    await closeRecord(stored, ports);
    return ignored('closed');
  }
  if (errorCode === DUPLICATE_DROPPED || errorCode === NO_PARTICIPANTS) {
    // Another channel is mapped, or nobody has joined: a new one would fail as well. The next message looks again.
    const { attempt, reroutes, toldOf } = record;
    await ports.records.change(stored, { state: 'claimed', attempt, reroutes, toldOf, leaseUntilMs: 0 });
    return ignored(errorCode === DUPLICATE_DROPPED ? 'duplicate_dropped' : 'participant_pending');
  }
  const customer = await customerOfOrphan(orphan, ports);
  if ('outcome' in customer) return customer;
  if (record.attempt >= MAX_ATTEMPTS) {
    const result = await closeByPolicy(stored, orphan, customer, undefined, ports);
    return result.outcome === 'closed_by_policy' ? { ...result, alert: true } : result;
  }
  const { attempt, reroutes, waitedSeconds } = record;
  const claimed = await ports.records.hold(stored, {
    state: 'claimed',
    attempt: attempt + 1,
    reroutes,
    waitedSeconds,
  });
  return claimed ? route(claimed, customer, ports) : { outcome: 'in_progress' };
}
