import type { World } from '../kernel/world';
import { typeOfAddress } from './addresses';
import type { ConversationActions } from './conversation-actions';
import type { ConversationStore, StoredConversation } from './conversation-store';
import type { ConversationWebhooks } from './conversation-webhooks';
import type { AddressEntity, MessageEntity } from './entities';
import type { Origin } from './origin';

/** A message that a customer sends to one of our addresses. */
interface InboundMessage {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** The other recipients of a group MMS. */
  readonly others?: readonly string[];
  readonly customerName?: string;
}

export interface ReceivedMessage {
  readonly conversation: StoredConversation;
  readonly message: MessageEntity;
}

/** How long a group MMS cannot be edited; assumed: set-up-time. See https://www.twilio.com/docs/conversations/group-texting */
const GROUP_SET_UP_MS = 500;

/**
 * Messages from outside: "If the Message belongs in a Conversation, the Conversation captures it first", else the
 * address may create one.
 *
 * @see https://www.twilio.com/docs/conversations/inbound-autocreation
 */
export class InboundMessages {
  readonly #world: World;
  readonly #store: ConversationStore;
  readonly #actions: ConversationActions;
  readonly #webhooks: ConversationWebhooks;

  constructor(
    world: World,
    store: ConversationStore,
    actions: ConversationActions,
    webhooks: ConversationWebhooks,
  ) {
    this.#world = world;
    this.#store = store;
    this.#actions = actions;
    this.#webhooks = webhooks;
  }

  /** @returns nothing if no Conversation took the message: it goes to the number's own webhook, which is not simulated */
  async receive(inbound: InboundMessage): Promise<ReceivedMessage | undefined> {
    const { from, to, body } = inbound;
    const origin: Origin = { source: (typeOfAddress(from) ?? 'sms').toUpperCase(), channel: true };
    this.#actions.carrier.received(from, to, body);
    const captured = this.#capture(inbound, origin);
    if (captured) return captured;
    const address = [...this.#store.addresses.values()].find((candidate) => candidate.address === to);
    if (address?.auto_creation.enabled !== true) return undefined;
    const serviceSid = address.auto_creation.conversation_service_sid ?? this.#store.defaultServiceSid;
    const asked = {
      type: 'onConversationAdd',
      fields: {
        MessageBody: body,
        'MessagingBinding.Address': from,
        'MessagingBinding.ProxyAddress': to,
        Attributes: '{}',
        State: 'active',
      },
    };
    // "A non-2xx answer rejects the conversation", and with it the message.
    if (!(await this.#webhooks.ask(serviceSid, asked, origin))) return undefined;
    // Another message of the same customer may have begun it while the pre-action webhook was asked.
    return this.#capture(inbound, origin) ?? this.#begin(inbound, address, serviceSid, origin);
  }

  #capture(inbound: InboundMessage, origin: Origin): ReceivedMessage | undefined {
    const { from, to, body, others = [] } = inbound;
    const known =
      others.length > 0
        ? this.#store.findByGroup(to, [from, ...others])
        : this.#store.findByBinding(from, to);
    if (!known) return undefined;
    return { conversation: known, message: this.#actions.addMessage(known, { author: from, body }, origin) };
  }

  #begin(
    inbound: InboundMessage,
    address: AddressEntity,
    serviceSid: string,
    origin: Origin,
  ): ReceivedMessage {
    const { from, to, body, others = [] } = inbound;
    const isGroup = others.length > 0;
    const group = isGroup ? { group: [from, ...others] } : {};
    const conversation = this.#actions.create(
      {
        serviceSid,
        friendlyName: inbound.customerName ?? from,
        state: isGroup ? 'initializing' : 'active',
        begunBy: { address: from, businessAddress: to, body, ...group },
      },
      origin,
    );
    this.#integrate(conversation, address);
    if (isGroup) {
      this.#actions.addParticipant(conversation, { binding: { type: 'sms', projected_address: to } }, origin);
      for (const member of [from, ...others]) {
        this.#actions.addParticipant(conversation, { binding: { type: 'sms', address: member } }, origin);
      }
      this.#world.clock.schedule(GROUP_SET_UP_MS, () => {
        if (conversation.entity.state === 'initializing')
          this.#actions.setState(conversation, 'active', 'EVENT', origin);
      });
    } else {
      const type = typeOfAddress(from) ?? 'sms';
      const binding =
        type === 'email'
          ? { type, address: from, projected_address: to, level: 'from', name: inbound.customerName ?? from }
          : { type, address: from, proxy_address: to };
      this.#actions.addParticipant(conversation, { binding }, origin);
    }
    return { conversation, message: this.#actions.addMessage(conversation, { author: from, body }, origin) };
  }

  /** "The configuration should have either a Studio target or webhook target as per the Conversation address." */
  #integrate(conversation: StoredConversation, { auto_creation: integration }: AddressEntity): void {
    if (integration.type === 'webhook' && integration.webhook_url !== null) {
      this.#actions.addWebhook(conversation, 'webhook', {
        url: integration.webhook_url,
        method: integration.webhook_method ?? 'POST',
        filters: integration.webhook_filters ?? [],
      });
    } else if (integration.type === 'studio' && integration.studio_flow_sid !== null) {
      this.#actions.addWebhook(conversation, 'studio', { flow_sid: integration.studio_flow_sid });
    }
  }
}
