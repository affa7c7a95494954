import { WEBHOOK_BUDGET } from '../deadline';
import type { Webhook } from '../endpoints/webhook-endpoint';
import { noteOptOut } from '../outreach/note-opt-out';
import { closeConversationRecord } from '../routing/close-record';
import { ensureInteraction } from '../routing/ensure-interaction';
import { ignored } from '../routing/ignored';
import { openRouting } from '../routing/open-routing';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationEvent, RoutableEvent } from './conversation-event';
import { findCustomerContact } from './customer-contact';
import { parseConversationEvent } from './parse-conversation-event';

/** What happens to a Conversation, as Twilio's Conversations webhooks tell it. */
export const conversationsWebhook: Webhook<ConversationEvent> = {
  url: '/webhooks/conversations',
  budget: WEBHOOK_BUDGET,
  parse: parseConversationEvent,
  describe: ({ type, conversationSid }) => ({ event: type, conversationSid }),
  run: async (event, invocation) => {
    if (event.type === 'uninteresting') return ignored('uninteresting');
    const ports = openRouting(invocation);
    const { conversationsServiceSid } = ports.settings;
    const isOfOtherService =
      conversationsServiceSid !== undefined &&
      event.serviceSid !== undefined &&
      event.serviceSid !== conversationsServiceSid;
    if (isOfOtherService) return ignored('not_ours');
    return event.type === 'onDeliveryUpdated' ? noteOptOut(event, invocation) : routeEvent(event, ports);
  },
};

/** Runs the use case of one event. */
export async function routeEvent(event: RoutableEvent, ports: RoutingPorts): Promise<RoutingOutcome> {
  if (event.type === 'onConversationStateUpdated') {
    if (event.to === 'closed') {
      return closeConversationRecord(event.conversationSid, event.reason === 'TIMER', ports);
    }
    // A group MMS becomes one that can be routed.
    if (event.from !== 'initializing') return ignored('uninteresting');
    const { conversationSid, isScoped } = event;
    return ensureInteraction({ conversationSid, isScoped, isMessage: false, isOpening: false }, ports);
  }
  const contact = findCustomerContact(event, ports.table);
  return 'outcome' in contact ? contact : ensureInteraction(contact, ports);
}
