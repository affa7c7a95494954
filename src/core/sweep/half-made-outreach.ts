import { findHalfMade } from '../outreach/half-made';
import { ABANDONED } from '../outreach/abandon';
import { recordRouted } from '../routing/record-result';
import type { RoutingPorts } from '../routing/routing-ports';
import { isHeld, LEASE_MS } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
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
  const isBegun = stored && (stored.record.state !== 'claimed' || isHeld(stored.record, clock.now()));
  if (isBegun) return false;
  const halfMade = findHalfMade(await conversations.listParticipants(conversationSid));
  return halfMade !== undefined && clock.now() - halfMade.atMs > LEASE_MS;
}

/** Adopts the Interaction of an outreach that died after it was made; removes the Conversation of any other. */
export async function resolveHalfMade(
  conversationSid: ConversationSid,
  ports: RoutingPorts,
): Promise<'adopted' | 'removed' | 'in_progress'> {
  const { records, tasks, conversations } = ports;
  const claim = await records.claim(conversationSid);
  const claimed =
    claim.won || claim.stored === 'just claimed'
      ? claim.stored
      : await records.change(claim.stored, {
          ...claim.stored.record,
          state: 'claimed',
          leaseUntilMs: ports.clock.now() + LEASE_MS,
        });
  if (!claimed || claimed === 'just claimed') return 'in_progress';
  const { live } = await tasks.findFor(conversationSid);
  if (live) {
    await recordRouted(claimed, live, 'adopted', ports);
    return 'adopted';
  }
  await conversations.remove(conversationSid);
  await records.change(claimed, { ...claimed.record, state: 'closed', code: ABANDONED });
  return 'removed';
}
