import type ConversationsV1 from 'twilio/lib/rest/conversations/V1';
import type { ConversationServiceSid, ConversationSid, ScopedWebhookSid } from '../sid';
import { pathOfService } from './conversations';
import type { CallPolicy, TwilioGateway } from './gateway';
import { whenRejected } from './when-rejected';

/**
 * The webhooks of single Conversations.
 *
 * @see https://www.twilio.com/docs/conversations/api/conversation-scoped-webhook-resource
 */
export class ScopedWebhooks {
  readonly #gateway: TwilioGateway;
  readonly #serviceSid: ConversationServiceSid | undefined;

  constructor(gateway: TwilioGateway, serviceSid: ConversationServiceSid | undefined) {
    this.#gateway = gateway;
    this.#serviceSid = serviceSid;
  }

  /** Has every message that is written from now on told to a URL. */
  async addForMessages(conversationSid: ConversationSid, url: string): Promise<ScopedWebhookSid> {
    // Two of them tell everything twice, which is harmless, so it may be repeated.
    const version = await this.#version({ idempotent: true });
    const { WebhookListInstance } = await import('twilio/lib/rest/conversations/v1/conversation/webhook.js');
    const { sid } = await WebhookListInstance(version, conversationSid).create({
      target: 'webhook',
      'configuration.url': url,
      'configuration.method': 'post',
      'configuration.filters': ['onMessageAdded'],
    });
    return sid as ScopedWebhookSid;
  }

  /** Removes a webhook; one that is gone already is no error. */
  async remove(conversationSid: ConversationSid, webhookSid: ScopedWebhookSid): Promise<void> {
    const version = await this.#version({ idempotent: true });
    const { WebhookContextImpl } = await import('twilio/lib/rest/conversations/v1/conversation/webhook.js');
    await new WebhookContextImpl(version, conversationSid, webhookSid)
      .remove()
      .catch(whenRejected(undefined));
  }

  #version(policy: CallPolicy): Promise<ConversationsV1> {
    return this.#gateway.sdkVersion('conversations.twilio.com', {
      ...policy,
      path: pathOfService(this.#serviceSid),
    });
  }
}
