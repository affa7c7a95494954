/** Who did something to a Conversation; it decides whether webhooks tell of it. */
export type Origin =
  | { readonly source: 'API'; readonly webhookEnabled: boolean }
  | { readonly source: 'SDK'; readonly identity: string }
  /** A message that arrived on a channel, e.g. `SMS`, `WHATSAPP`. */
  | { readonly source: string; readonly channel: true };

/**
 * Only what a chat client did, or what arrived on a channel, is told without further ado; REST calls only with the
 * header `X-Twilio-Webhook-Enabled: true`.
 *
 * @see https://www.twilio.com/docs/conversations/conversations-webhooks
 */
export function isToldToWebhooks(origin: Origin): boolean {
  return 'webhookEnabled' in origin ? origin.webhookEnabled : true;
}

/** What Twilio does by itself, such as a timer, or Flex on behalf of an Interaction. */
export const BY_TWILIO: Origin = { source: 'API', webhookEnabled: false };
