import { identifyCustomer } from '../conversations/identify-customer';
import type { OutreachPorts } from '../outreach/outreach';
import { taskAttributes } from '../routing/task-attributes';
import type { ConversationSid } from '../sid';

/**
 * What the task of a customer's own message would say of them, learned from the Participants of their Conversation.
 *
 * @returns nothing if nobody has joined
 */
export async function customerAttributes(
  conversationSid: ConversationSid,
  ports: OutreachPorts,
): Promise<Record<string, unknown>> {
  const customer = await identifyCustomer({ conversationSid, isMessage: false }, true, ports);
  return 'outcome' in customer ? {} : taskAttributes(customer);
}
