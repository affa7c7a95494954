import { couldBeOurs } from '../routing-table/find-entry';
import type { Ignored } from '../routing/ignored';
import { ignored } from '../routing/ignored';
import type { RoutingPorts } from '../routing/routing-ports';
import type { InteractionCreated } from './interaction-event';

/**
 * Notes which Interaction a Conversation has, as soon as Twilio tells.
 *
 * Without a record it is somebody else's: ours is written before the Interaction is made (where Twilio makes the
 * Conversation, after it, and the outreach corrects this). An outreach's record learns its Interaction here, because the
 * outreach spends its calls on the customer; its claim stays, because the first message may not be sent yet. A
 * customer's record only notes it, in case whoever created it died before hearing of it.
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
