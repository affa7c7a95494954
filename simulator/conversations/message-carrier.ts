import type { EpochMs } from '../kernel/clock';
import type { World } from '../kernel/world';
import { isoMilliseconds, isoSeconds } from '../kernel/world';
import type { StoredConversation } from './conversation-store';
import type { ConversationWebhooks } from './conversation-webhooks';
import type { MessageEntity, ParticipantEntity, ReceiptEntity } from './entities';
import type { Origin } from './origin';

/** https://www.twilio.com/docs/whatsapp/key-concepts#conversational-messaging-on-whatsapp */
const WHATSAPP_WINDOW_MS = 24 * 3_600_000;
/** https://help.twilio.com/articles/223134027 */
const OPT_OUT = /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)$/i;
const OPT_IN = /^(start|unstop|yes)$/i;
const CARRIED_TYPES = ['sms', 'whatsapp', 'messenger'];

/** What a channel tells of a message is no REST call, so it is told. Assumed: delivery-is-told. */
const BY_CHANNEL: Origin = { source: 'API', webhookEnabled: true };

/** Takes messages out of Conversations to people's phones, and keeps what became of them. */
export class MessageCarrier {
  readonly #world: World;
  readonly #webhooks: ConversationWebhooks;
  readonly #receipts = new Map<string, ReceiptEntity[]>();
  readonly #lastInboundMs = new Map<string, EpochMs>();
  readonly #optedOut = new Set<string>();
  /** How long a message is on its way. */
  deliveryMs = 150;

  constructor(world: World, webhooks: ConversationWebhooks) {
    this.#world = world;
    this.#webhooks = webhooks;
  }

  /** A message of a customer opens the 24 hours of WhatsApp, and may opt out or in again. Assumed: opt-out-is-a-message. */
  received(from: string, to: string, body: string): void {
    const pair = pairOf(from, to);
    this.#lastInboundMs.set(pair, this.#world.clock.now());
    if (OPT_OUT.test(body.trim())) this.#optedOut.add(pair);
    else if (OPT_IN.test(body.trim())) this.#optedOut.delete(pair);
  }

  receiptsOf(messageSid: string): readonly ReceiptEntity[] {
    return this.#receipts.get(messageSid) ?? [];
  }

  /** Sends a message to everybody outside but its author. */
  send(conversation: StoredConversation, message: MessageEntity): void {
    const recipients = [...conversation.participants.values()].filter(
      ({ messaging_binding: binding }) =>
        binding?.address !== undefined &&
        binding.address !== message.author &&
        CARRIED_TYPES.includes(binding.type),
    );
    if (recipients.length === 0) return;
    const receipts = recipients.map((recipient) => this.#newReceipt(message, recipient));
    this.#receipts.set(message.sid, receipts);
    message.delivery = summaryOf(receipts);
    this.#world.clock.schedule(this.deliveryMs, () => {
      for (const [index, recipient] of recipients.entries()) {
        const receipt = receipts[index];
        if (receipt) this.#finish(conversation, message, receipt, this.#failureOf(message, recipient));
      }
      message.delivery = summaryOf(receipts);
    });
  }

  /** The error that a message ends with, if it does. Assumed: undelivered-is-failed. */
  #failureOf(message: MessageEntity, { messaging_binding: binding }: ParticipantEntity): number | undefined {
    const {
      type,
      address = '',
      proxy_address: proxy,
      projected_address: projected,
    } = binding ?? { type: '' };
    const pair = pairOf(address, proxy ?? projected ?? '');
    // https://www.twilio.com/docs/api/errors/21610
    if (type === 'sms' && this.#optedOut.has(pair)) return 21610;
    const lastMs = this.#lastInboundMs.get(pair);
    const isInWindow = lastMs !== undefined && this.#world.clock.now() - lastMs <= WHATSAPP_WINDOW_MS;
    // https://www.twilio.com/docs/api/errors/63016
    return type === 'whatsapp' && !isInWindow && message.content_sid === null ? 63016 : undefined;
  }

  #newReceipt(message: MessageEntity, recipient: ParticipantEntity): ReceiptEntity {
    const { sids, clock } = this.#world;
    const sid = sids.next('DY');
    const now = isoSeconds(clock.now());
    return {
      sid,
      account_sid: message.account_sid,
      conversation_sid: message.conversation_sid,
      message_sid: message.sid,
      channel_message_sid: sids.next(recipient.messaging_binding?.type === 'whatsapp' ? 'WA' : 'SM'),
      participant_sid: recipient.sid,
      status: 'sent',
      error_code: 0,
      date_created: now,
      date_updated: now,
      url: `${message.url}/Receipts/${sid}`,
    };
  }

  #finish(
    conversation: StoredConversation,
    message: MessageEntity,
    receipt: ReceiptEntity,
    errorCode: number | undefined,
  ): void {
    const nowMs = this.#world.clock.now();
    receipt.status = errorCode === undefined ? 'delivered' : 'failed';
    receipt.error_code = errorCode ?? 0;
    receipt.date_updated = isoSeconds(nowMs);
    const fields = {
      ConversationSid: receipt.conversation_sid,
      MessageSid: message.sid,
      DeliveryReceiptSid: receipt.sid,
      ChannelMessageSid: receipt.channel_message_sid,
      ParticipantSid: receipt.participant_sid,
      Status: receipt.status,
      ErrorCode: errorCode,
      DateCreated: receipt.date_created,
      DateUpdated: isoMilliseconds(nowMs),
    };
    this.#webhooks.tell(conversation, { type: 'onDeliveryUpdated', fields }, BY_CHANNEL);
  }
}

function pairOf(customer: string, business: string): string {
  return `${customer} ${business}`;
}

/** https://www.twilio.com/docs/conversations/api/conversation-message-resource (delivery) */
function summaryOf(receipts: readonly ReceiptEntity[]): object {
  const share = (...statuses: ReceiptEntity['status'][]): string => {
    const count = receipts.filter(({ status }) => statuses.includes(status)).length;
    if (count === 0) return 'none';
    return count === receipts.length ? 'all' : 'some';
  };
  return {
    total: receipts.length,
    sent: share('sent', 'delivered'),
    delivered: share('delivered'),
    read: 'none',
    failed: share('failed'),
    undelivered: 'none',
  };
}
