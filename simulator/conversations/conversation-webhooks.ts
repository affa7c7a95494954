import type { World } from '../kernel/world';
import type { ConversationStore, StoredConversation } from './conversation-store';
import type { WebhookSettings } from './entities';
import type { Origin } from './origin';
import { isToldToWebhooks } from './origin';

/** @see https://www.twilio.com/docs/conversations/conversations-webhooks ("maximum timeout of 5 seconds") */
const TIMEOUT_MS = 5_000;

/** What can go to a webhook on an address or a single Conversation: https://www.twilio.com/docs/conversations/api/address-configuration-resource */
export const SCOPED_EVENTS = [
  'onMessageAdded',
  'onMessageUpdated',
  'onMessageRemoved',
  'onConversationUpdated',
  'onConversationStateUpdated',
  'onConversationRemoved',
  'onParticipantAdded',
  'onParticipantUpdated',
  'onParticipantRemoved',
  'onDeliveryUpdated',
] as const;

/** A post-action event with its fields as https://www.twilio.com/docs/conversations/conversations-webhooks lists them. */
export interface ConversationHookEvent {
  readonly type: string;
  readonly fields: Readonly<Record<string, string | number | null | undefined>>;
}

/** Tells the account's, the service's and the Conversation's own webhooks what happened. */
export class ConversationWebhooks {
  readonly #world: World;
  readonly #store: ConversationStore;

  constructor(world: World, store: ConversationStore) {
    this.#world = world;
    this.#store = store;
  }

  tell(conversation: StoredConversation, event: ConversationHookEvent, origin: Origin): void {
    if (!isToldToWebhooks(origin)) return;
    const { chat_service_sid: serviceSid } = conversation.entity;
    const service = this.#store.services.get(serviceSid);
    const form = toForm({
      AccountSid: this.#world.accountSid,
      EventType: event.type,
      Source: origin.source,
      ClientIdentity: 'identity' in origin ? origin.identity : undefined,
      ...event.fields,
      ChatServiceSid: serviceSid,
    });
    for (const settings of [this.#store.accountWebhooks, service?.webhooks]) {
      if (settings) this.#tellService(settings, event.type, form, service?.postWebhookRetryCount ?? 0);
    }
    for (const webhook of conversation.webhooks.values()) {
      const { url, method, filters } = webhook.configuration;
      if (webhook.target !== 'webhook' || url === undefined || filters?.includes(event.type) !== true)
        continue;
      // Assumed: webhook-sid.
      void this.#deliver(url, method, event.type, { ...form, WebhookSid: webhook.sid }, 0);
    }
  }

  /** Asks the pre-action webhook; false if it refused, in which case the action does not take place. */
  async ask(serviceSid: string, event: ConversationHookEvent, origin: Origin): Promise<boolean> {
    const settings = this.#store.services.get(serviceSid)?.webhooks;
    if (!settings?.pre_webhook_url || !settings.filters.includes(event.type)) return true;
    const form = toForm({
      AccountSid: this.#world.accountSid,
      EventType: event.type,
      Source: origin.source,
      ...event.fields,
      ChatServiceSid: serviceSid,
    });
    const answer = await this.#deliver(settings.pre_webhook_url, settings.method, event.type, form, 0);
    return answer.status >= 200 && answer.status < 300;
  }

  #tellService(settings: WebhookSettings, type: string, form: Record<string, string>, retries: number): void {
    if (settings.post_webhook_url === null || !settings.filters.includes(type)) return;
    void this.#deliver(settings.post_webhook_url, settings.method, type, form, retries);
  }

  #deliver(
    url: string,
    method: string | undefined,
    title: string,
    form: Record<string, string>,
    retries: number,
  ) {
    return this.#world.deliveries.deliver({
      from: 'conversations',
      title,
      url,
      method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST',
      form,
      timeoutMs: TIMEOUT_MS,
      retries,
      // "if the request times out (after 5 seconds) or it receives a 429, 503, or 504"
      isRepeated: ({ status }) => [0, 429, 503, 504].includes(status),
    });
  }
}

/** Fields without a value are left out. */
function toForm(
  fields: Readonly<Record<string, string | number | null | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, String(value)] as const],
    ),
  );
}
