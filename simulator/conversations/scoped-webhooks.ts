import { TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { hookEvents } from './conversation-events';
import type { StoredConversation } from './conversation-store';
import type { ConversationWebhooks } from './conversation-webhooks';
import { SCOPED_EVENTS } from './conversation-webhooks';
import type { ScopedWebhookEntity } from './entities';

/** https://www.twilio.com/docs/api/errors/50361 */
const MAX_SCOPED_WEBHOOKS = 5;

/** Webhooks of a single Conversation: https://www.twilio.com/docs/conversations/api/conversation-scoped-webhook-resource */
export class ScopedWebhooks {
  readonly #world: World;
  readonly #webhooks: ConversationWebhooks;

  constructor(world: World, webhooks: ConversationWebhooks) {
    this.#world = world;
    this.#webhooks = webhooks;
  }

  /** @throws TwilioApiError 50361 at the sixth */
  add(
    conversation: StoredConversation,
    target: string,
    configuration: ScopedWebhookEntity['configuration'],
  ): ScopedWebhookEntity {
    if (conversation.webhooks.size >= MAX_SCOPED_WEBHOOKS) {
      throw new TwilioApiError(409, 50361, 'Maximum number of webhooks per conversation exceeded');
    }
    const wrong = configuration.filters?.find((filter) => !SCOPED_EVENTS.some((event) => event === filter));
    if (wrong !== undefined) throw new TwilioApiError(400, 50360, `Invalid webhook filter: ${wrong}`);
    const sid = this.#world.sids.next('WH');
    const now = isoSeconds(this.#world.clock.now());
    const webhook: ScopedWebhookEntity = {
      sid,
      account_sid: this.#world.accountSid,
      conversation_sid: conversation.entity.sid,
      target,
      url: `${conversation.entity.url}/Webhooks/${sid}`,
      configuration,
      date_created: now,
      date_updated: now,
    };
    conversation.webhooks.set(sid, webhook);
    this.#replay(conversation, webhook);
    return webhook;
  }

  /** "The message index for which and it's successors the webhook will be replayed." */
  #replay(conversation: StoredConversation, webhook: ScopedWebhookEntity): void {
    const { replay_after: after, filters } = webhook.configuration;
    if (after === undefined || filters?.includes('onMessageAdded') !== true) return;
    for (const message of conversation.messages.filter(({ index }) => index >= after)) {
      const alone = { ...conversation, webhooks: new Map([[webhook.sid, webhook]]) };
      this.#webhooks.tell(alone, hookEvents.messageAdded(conversation, message, this.#world.clock.now()), {
        source: 'API',
        webhookEnabled: true,
      });
    }
  }
}
