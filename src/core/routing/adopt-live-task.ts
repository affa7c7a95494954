import { leavingTaskOf } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import type { LiveTask } from '../twilio/conversation-tasks';
import { recordForeign, recordRouted } from './record-result';
import type { Routed, RoutingOutcome } from './routing-outcome';
import type { RoutingPorts } from './routing-ports';

/**
 * Looks whether somebody serves a claimed Conversation already. A task that we made becomes the record's own;
 * any other makes the Conversation foreign, unless the record knows that its Interaction is ours.
 *
 * @returns `undefined` if nobody serves it
 * @throws TwilioRequestError if that cannot be told now
 */
export async function adoptLiveTask(
  claimed: StoredRecord,
  outcome: Routed['outcome'],
  ports: RoutingPorts,
): Promise<RoutingOutcome | undefined> {
  const leaving = leavingTaskOf(claimed.record, ports.clock.now());
  const { live } = await ports.tasks.findFor(claimed.conversationSid, leaving);
  return live && adopt(claimed, live, outcome, ports);
}

/** Makes a live task that was found the record's own, or the Conversation foreign. */
export function adopt(
  claimed: StoredRecord,
  live: LiveTask,
  outcome: Routed['outcome'],
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const isOurs = live.isOurs || claimed.record.interactionSid !== undefined;
  return isOurs ? recordRouted(claimed, live, outcome, ports) : recordForeign(claimed, ports);
}
