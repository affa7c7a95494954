import type { StoredRecord } from '../routing-record/routing-records';
import type { InteractionSids } from '../twilio/interactions';
import { unlessPassing } from '../twilio/unless-passing';
import { whenRejected } from '../twilio/when-rejected';
import type { Ignored } from './ignored';
import { ignored } from './ignored';
import type { Failed, Routed } from './routing-outcome';
import type { RoutingPorts } from './routing-ports';

/** Records that the Conversation has this Interaction, or this task of it. */
export async function recordRouted<Outcome extends Routed['outcome']>(
  claimed: StoredRecord,
  sids: Partial<InteractionSids>,
  outcome: Outcome,
  { records }: RoutingPorts,
): Promise<Routed & { readonly outcome: Outcome }> {
  // A task may name the Conversation alone.
  const { interactionSid, channelSid } = sids.interactionSid === undefined ? claimed.record : sids;
  const { taskSid } = sids;
  const { attempt, reroutes, waitedSeconds, request } = { ...claimed.record, ...claimed.onceServed };
  const recorded = await records
    .change(claimed, {
      state: 'routed',
      attempt,
      reroutes,
      waitedSeconds,
      request,
      interactionSid,
      channelSid,
      taskSid,
    })
    .catch(whenRejected('refused' as const))
    .catch(unlessPassing);
  return {
    outcome,
    interactionSid,
    channelSid,
    taskSid,
    ...(typeof recorded === 'object' ? {} : { recorded: false as const }),
    ...(recorded === 'refused' ? { alert: true as const } : {}),
  };
}

/** Nothing is to be done: the record has its Interaction. */
export function alreadyRouted({ record: { interactionSid, channelSid, taskSid } }: StoredRecord): Routed {
  return { outcome: 'already_routed', interactionSid, channelSid, taskSid };
}

/** Records that somebody else made the Interaction of this Conversation. */
export async function recordForeign(claimed: StoredRecord, { records }: RoutingPorts): Promise<Ignored> {
  await records.change(claimed, { state: 'foreign', attempt: claimed.record.attempt }).catch(unlessPassing);
  return ignored('foreign');
}

/** Gives a Conversation up until an operator has seen to it. */
export async function giveUp(
  claimed: StoredRecord,
  code: number | string,
  { records }: RoutingPorts,
): Promise<Failed> {
  await records.change(claimed, { ...claimed.record, state: 'failed', code }).catch(unlessPassing);
  return { outcome: 'failed', code, alert: true };
}

/**
 * Records that nobody knows whether an Interaction was created.
 *
 * @param isOver it is no longer under way, so nobody needs to wait for the end of the lease
 */
export async function recordUnknown(
  claimed: StoredRecord,
  isOver: boolean,
  { records }: RoutingPorts,
): Promise<void> {
  const { leaseUntilMs } = claimed.record;
  const change = { ...claimed.record, code: 'unknown', leaseUntilMs: isOver ? 0 : leaseUntilMs };
  await records.change(claimed, change).catch(unlessPassing);
}

/**
 * Lets go of a claim, so that the next event need not wait for the end of its lease.
 *
 * @param attempt one less than the claim's own if it is certain that nothing was created
 */
export async function release(
  claimed: StoredRecord,
  attempt: number,
  { records }: RoutingPorts,
): Promise<void> {
  await records.change(claimed, { ...claimed.record, attempt, leaseUntilMs: 0 }).catch(unlessPassing);
}

/**
 * Waits for something that has to be known before anything is sent; if it cannot be told now, the claim is let go.
 *
 * @throws whatever the question failed with
 */
export async function orRelease<Value>(
  claimed: StoredRecord,
  question: Promise<Value>,
  ports: RoutingPorts,
): Promise<Value> {
  try {
    return await question;
  } catch (error) {
    await release(claimed, claimed.record.attempt - 1, ports);
    throw error;
  }
}
