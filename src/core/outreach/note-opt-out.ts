import type { Invocation } from '../endpoints/endpoint';
import type { Ignored } from '../routing/ignored';
import { ignored } from '../routing/ignored';
import type { ConversationParticipantSid, ConversationSid } from '../sid';
import { openOutreach } from './open-outreach';

/**
 * Remembers a customer whom a message could not be delivered to because they have opted out.
 *
 * @param receipt whose message it was, from a delivery receipt
 * @see https://www.twilio.com/docs/conversations/delivery-receipts
 */
export async function noteOptOut(
  receipt: {
    readonly conversationSid: ConversationSid;
    readonly participantSid?: ConversationParticipantSid | undefined;
  },
  invocation: Invocation,
): Promise<Ignored> {
  const { conversations, guard } = openOutreach(invocation);
  const participants = await conversations.listParticipants(receipt.conversationSid);
  const customer = participants.find(({ participantSid }) => participantSid === receipt.participantSid);
  if (customer?.address === undefined) return ignored('uninteresting');
  await guard.rememberOptOut({ address: customer.address, businessAddress: customer.proxyAddress });
  return ignored('opted_out');
}
