import type { Ignored } from '../routing/ignored';
import { ignored } from '../routing/ignored';
import type { RoutingPorts } from '../routing/routing-ports';
import { couldBeOurs } from '../routing-table/find-entry';
import type { InteractionCreated } from './interaction-event';

/**
 * Notes whose Interaction a Conversation has, before its customer writes: somebody else's where there is no record,
 * for ours is written before the Interaction is made (where Twilio makes the Conversation, the outreach sets it right).
 * That of an outreach learns its Interaction here, for the outreach itself spends its calls on the customer; its claim
 * stays, for its first message may not be sent yet. For a customer's it is noted, in case whoever creates it never hears
 * of it.
 */
export async function noteCreatedInteraction(
  { conversationSid, interactionSid, channelType }: InteractionCreated,
  { records, table }: RoutingPorts,
): Promise<Ignored> {
  if (!couldBeOurs(table, channelType)) return ignored('not_ours');
  const isNew = await records.createUnlessKnown(conversationSid, {
    state: 'foreign',
    attempt: 0,
    interactionSid,
  });
  if (isNew) return ignored('foreign');
  const stored = await records.read(conversationSid);
  if (stored?.record.state !== 'claimed' || stored.record.interactionSid) return ignored('uninteresting');
  if (stored.record.request) await records.note(stored, { interactionSid });
  // Of two, Twilio keeps the first.
  else if (!stored.record.toldOf) await records.note(stored, { toldOf: interactionSid });
  return ignored('uninteresting');
}
