import { ignored } from '../conversations/customer-contact';
import { recordRouted } from '../routing/record-result';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import { couldBeOurs } from '../routing-table/find-entry';
import type { InteractionCreated } from './interaction-event';

/**
 * Notes whose Interaction a Conversation has, before its customer writes: somebody else's where there is no record,
 * for ours is written before the Interaction is made. That of an outreach is completed, for its invocation spends its
 * calls on the customer.
 */
export async function noteCreatedInteraction(
  { conversationSid, interactionSid, channelSid, channelType }: InteractionCreated,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const { records, table } = ports;
  if (!couldBeOurs(table, channelType)) return ignored('not_ours');
  const isNew = await records.createUnlessKnown(conversationSid, {
    state: 'foreign',
    attempt: 0,
    interactionSid,
  });
  if (isNew) return ignored('foreign');
  const stored = await records.read(conversationSid);
  const { state, request, interactionSid: known } = stored?.record ?? {};
  if (!stored || state !== 'claimed' || !request || known) return ignored('uninteresting');
  return recordRouted(stored, { interactionSid, channelSid }, 'adopted', ports);
}
