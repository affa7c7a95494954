import type { AddressEntity } from '../../simulator/conversations/entities';
import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import type { OutgoingWebhook } from '../../simulator/kernel/deliveries';
import { isoSeconds } from '../../simulator/kernel/world';

export const CUSTOMER = '+12025550143';
export const OTHER_CUSTOMER = '+12025550188';
export const BUSINESS = '+14155550111';
export const SERVICE_HOOK = 'https://example.com/service';
export const ADDRESS_HOOK = 'https://example.com/address';
export const BY_REST = { source: 'API', webhookEnabled: false } as const;
export const BY_REST_WITH_WEBHOOKS = { source: 'API', webhookEnabled: true } as const;

interface ReceivedWebhook {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
}

/** An embedded Twilio whose webhooks are kept, and answered as the test wants. */
export function twilioWithHooks(statusOf: (webhook: OutgoingWebhook) => number = () => 204) {
  const clock = new ManualClock();
  const received: ReceivedWebhook[] = [];
  const twilio = new EmbeddedTwilio({
    clock,
    seed: 'hooks',
    send: (webhook) => {
      received.push({ url: webhook.url, form: webhook.form ?? {} });
      return Promise.resolve({ status: statusOf(webhook), body: '' });
    },
  });
  return {
    clock,
    twilio,
    received,
    /** The events that were sent since the last time, after letting everything be sent that is due. */
    events: async (): Promise<string[]> => {
      await clock.advance(0);
      return received.splice(0).map(({ form }) => form.EventType ?? '');
    },
  };
}

/** Conversations are begun by messages to this address. */
export function autoCreate(
  { conversations, world }: EmbeddedTwilio,
  integration: Partial<AddressEntity['auto_creation']> = {},
): void {
  const sid = world.sids.next('IG');
  const now = isoSeconds(world.clock.now());
  conversations.addresses.set(sid, {
    sid,
    account_sid: world.accountSid,
    type: 'sms',
    address: BUSINESS,
    friendly_name: null,
    address_country: null,
    auto_creation: {
      enabled: true,
      type: 'default',
      conversation_service_sid: null,
      webhook_url: null,
      webhook_method: null,
      webhook_filters: null,
      studio_flow_sid: null,
      studio_retry_count: null,
      ...integration,
    },
    date_created: now,
    date_updated: now,
    url: `https://conversations.twilio.com/v1/Configuration/Addresses/${sid}`,
  });
}

/** The service's webhook hears of these events. */
export function subscribeService({ conversations }: EmbeddedTwilio, filters: readonly string[]): void {
  const service = conversations.services.get(conversations.defaultServiceSid);
  if (!service) throw new Error('no service');
  service.webhooks.post_webhook_url = SERVICE_HOOK;
  service.webhooks.filters = [...filters];
}

export function smsBinding(address: string = CUSTOMER, proxyAddress: string = BUSINESS) {
  return { binding: { type: 'sms', address, proxy_address: proxyAddress } };
}

/** A message of a customer that some Conversation takes. */
export async function receive(twilio: EmbeddedTwilio, body = 'Hello', others?: readonly string[]) {
  const received = await twilio.inbound.receive({
    from: CUSTOMER,
    to: BUSINESS,
    body,
    ...(others ? { others } : {}),
  });
  if (!received) throw new Error('no Conversation took the message');
  return received;
}
