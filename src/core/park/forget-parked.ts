import type { RoutingRecord } from '../routing-record/routing-record';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid, ScopedWebhookSid } from '../sid';
import { unlessPassing } from '../twilio/unless-passing';

/**
 * Takes away what parking left behind: the webhook, and what was kept of the customer. What cannot be taken away now
 * does no harm: a message costs one call more, and the next park replaces what was kept.
 */
export async function forgetParked(
  conversationSid: ConversationSid,
  { parked }: RoutingRecord,
  ports: RoutingPorts,
): Promise<void> {
  if (!parked) return;
  await Promise.all([
    ports.parked.remove(conversationSid).catch(unlessPassing),
    forgetParkWebhook(conversationSid, parked.webhookSid, ports),
  ]);
}

/** Takes away the webhook that tells when the customer writes, if there is one. */
export async function forgetParkWebhook(
  conversationSid: ConversationSid,
  webhookSid: ScopedWebhookSid | undefined,
  { webhooks }: RoutingPorts,
): Promise<void> {
  if (webhookSid !== undefined) await webhooks.remove(conversationSid, webhookSid).catch(unlessPassing);
}
