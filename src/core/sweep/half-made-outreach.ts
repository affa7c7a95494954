import type { EpochMs } from '../clock';
import { ABANDONED } from '../outreach/abandon';
import { findHalfMade } from '../outreach/half-made';
import type { RoutingRecord } from '../routing-record/routing-record';
import { isHeld } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { recordRouted } from '../routing/record-result';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid } from '../sid';

/**
 * Tells whether a Conversation in which nothing was written was made for an outreach that died on the way: the
 * customer's next message would be the first that anybody hears of it, and until then nobody can write to them.
 */
export async function isHalfMade(
  conversationSid: ConversationSid,
  stored: StoredRecord | undefined,
  { conversations, clock }: RoutingPorts,
): Promise<boolean> {
  if (stored && isBegun(stored.record, clock.now())) return false;
  return findHalfMade(await conversations.listParticipants(conversationSid)) !== undefined;
}

/** Adopts the Interaction of an outreach that died after it was made; removes the Conversation of any other. */
export async function resolveHalfMade(
  conversationSid: ConversationSid,
  ports: RoutingPorts,
): Promise<'adopted' | 'removed' | 'in_progress'> {
  const { records, tasks, conversations } = ports;
  const claimed = await claimAbandoned(conversationSid, ports);
  if (!claimed) return 'in_progress';
  const { live } = await tasks.findFor(conversationSid);
  if (live) {
    await recordRouted(claimed, live, 'adopted', ports);
    return 'adopted';
  }
  await conversations.remove(conversationSid);
  await records.change(claimed, { ...claimed.record, state: 'closed', code: ABANDONED });
  return 'removed';
}

/** Whoever reaches out to the same customer may have begun since the Conversation was looked at. */
async function claimAbandoned(
  conversationSid: ConversationSid,
  { records, clock }: RoutingPorts,
): Promise<StoredRecord | undefined> {
  const { won, stored } = await records.claim(conversationSid);
  if (won) return stored;
  if (isBegun(stored.record, clock.now())) return undefined;
  return records.hold(stored, stored.record);
}

/** It has come further than a claim, or somebody is at it. */
function isBegun(record: RoutingRecord, now: EpochMs): boolean {
  return record.state !== 'claimed' || isHeld(record, now);
}
