import type { Ignored } from '../conversations/customer-contact';
import { ignored } from '../conversations/customer-contact';
import type { RoutingPorts } from '../routing/routing-ports';
import { couldBeOurs } from '../routing-table/find-entry';
import type { InteractionCreated } from './interaction-event';

/**
 * Notes that somebody else made the Interaction of a Conversation, before its customer writes. Our own Interactions
 * have a record already, for it is written before they are made.
 */
export async function noteForeignInteraction(
  { conversationSid, interactionSid, channelType }: InteractionCreated,
  { records, table }: RoutingPorts,
): Promise<Ignored> {
  if (!couldBeOurs(table, channelType)) return ignored('not_ours');
  const isNew = await records.createUnlessKnown(conversationSid, {
    state: 'foreign',
    attempt: 0,
    interactionSid,
  });
  return ignored(isNew ? 'foreign' : 'uninteresting');
}
