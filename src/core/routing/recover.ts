import type { StoredRecord } from '../routing-record/routing-records';
import { TwilioRequestError } from '../twilio/request-error';
import { adoptLiveTask } from './adopt-live-task';
import { findAfterLostAnswer } from './find-after-lost-answer';
import { giveUp, release } from './record-result';
import type { Routed, RoutingOutcome } from './routing-outcome';
import type { RoutingPorts } from './routing-ports';

/**
 * What is left to do after an Interaction or an Invite brought no result, while its claim is held. It is never
 * sent again here: if its fate is unknown, whoever comes next looks first.
 *
 * @param outcome what it came to if its task shows up after all
 * @throws the error if nothing came of it now; the claim is let go
 */
export async function recover(
  claimed: StoredRecord,
  error: unknown,
  outcome: Routed['outcome'],
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  if (!(error instanceof TwilioRequestError)) throw error;
  if (!error.isPassing && !error.isUnauthorized)
    return giveUp(claimed, error.code ?? error.status ?? 'rejected', ports);
  if (error.didNothing) {
    await release(claimed, claimed.record.attempt - 1, ports);
    throw error;
  }
  const { isOver, found } = await findAfterLostAnswer(error, ports.gateway, () =>
    adoptLiveTask(claimed, outcome, ports),
  );
  if (found) return found;
  // What may still be under way keeps its claim until the lease ends.
  if (isOver) await release(claimed, claimed.record.attempt, ports);
  throw error;
}
