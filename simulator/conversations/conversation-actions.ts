import { invalidParameter, TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import { isoMilliseconds, isoSeconds } from '../kernel/world';
import { requireAddressType } from './addresses';
import type { ConversationStore, StoredConversation } from './conversation-store';
import { groupOf } from './conversation-store';
import type { ConversationWebhooks } from './conversation-webhooks';
import { SCOPED_EVENTS } from './conversation-webhooks';
import type {
  ConversationState,
  MessageEntity,
  MessagingBinding,
  ParticipantEntity,
  ScopedWebhookEntity,
} from './entities';
import { hookEvents, streamEvents } from './conversation-events';
import type { Origin } from './origin';
import { BY_TWILIO } from './origin';

export interface NewConversation {
  readonly serviceSid?: string;
  readonly friendlyName?: string | undefined;
  readonly uniqueName?: string | undefined;
  readonly attributes?: string | undefined;
  readonly state?: ConversationState | undefined;
  readonly messagingServiceSid?: string | undefined;
  readonly timers?: StoredConversation['timers'];
  /** Whose message began it, for the events of auto-creation. */
  readonly begunBy?: {
    readonly address: string;
    readonly businessAddress: string;
    readonly body: string;
    readonly group?: readonly string[];
  };
}

export interface NewParticipant {
  readonly identity?: string | undefined;
  readonly binding?: MessagingBinding | undefined;
  readonly attributes?: string | undefined;
  readonly roleSid?: string | undefined;
}

export interface NewMessage {
  readonly author?: string | undefined;
  readonly body?: string | undefined;
  readonly attributes?: string | undefined;
  readonly contentSid?: string | undefined;
}

/** https://www.twilio.com/docs/conversations/conversations-limits */
const MAX_PARTICIPANTS = 1_000;
const MAX_ADDRESSES = 50;
/** https://www.twilio.com/docs/api/errors/50361 */
const MAX_SCOPED_WEBHOOKS = 5;

/** Everything that can be done to a Conversation, with its rules and the events that tell of it. */
export class ConversationActions {
  readonly #world: World;
  readonly #store: ConversationStore;
  readonly #webhooks: ConversationWebhooks;

  constructor(world: World, store: ConversationStore, webhooks: ConversationWebhooks) {
    this.#world = world;
    this.#store = store;
    this.#webhooks = webhooks;
  }

  create(given: NewConversation, origin: Origin): StoredConversation {
    const { accountSid, sids } = this.#world;
    const serviceSid = given.serviceSid ?? this.#store.defaultServiceSid;
    const { uniqueName = null } = given;
    // https://www.twilio.com/docs/api/errors/50353
    if (uniqueName !== null && this.#store.isNameTaken(serviceSid, uniqueName)) {
      throw new TwilioApiError(409, 50353, 'Conversation with provided unique name already exists');
    }
    requireJsonObject(given.attributes);
    const sid = sids.next('CH');
    const url = `https://conversations.twilio.com/v1/Conversations/${sid}`;
    const now = this.#now();
    const conversation: StoredConversation = {
      entity: {
        sid,
        account_sid: accountSid,
        chat_service_sid: serviceSid,
        messaging_service_sid: given.messagingServiceSid ?? this.#store.messagingServiceSid,
        friendly_name: given.friendlyName ?? null,
        unique_name: uniqueName,
        attributes: given.attributes ?? '{}',
        state: given.state ?? 'active',
        date_created: now,
        date_updated: now,
        timers: {},
        bindings: {},
        url,
        links: {
          participants: `${url}/Participants`,
          messages: `${url}/Messages`,
          webhooks: `${url}/Webhooks`,
          export: `${url}/Export`,
        },
      },
      participants: new Map(),
      messages: [],
      webhooks: new Map(),
      timers: given.timers ?? {},
      cancelTimers: [],
      bindingKeys: new Set(),
    };
    this.#store.add(conversation);
    this.#restartTimers(conversation);
    this.#webhooks.tell(
      conversation,
      hookEvents.conversationAdded(conversation, given.begunBy, this.#nowMs()),
      origin,
    );
    this.#world.publish(streamEvents.conversationAdded(conversation, given.begunBy));
    return conversation;
  }

  update(
    conversation: StoredConversation,
    changes: Pick<
      NewConversation,
      'friendlyName' | 'uniqueName' | 'attributes' | 'messagingServiceSid' | 'timers' | 'state'
    >,
    origin: Origin,
  ): void {
    const { entity } = conversation;
    this.#requireOpen(conversation);
    requireJsonObject(changes.attributes);
    if (changes.uniqueName !== undefined && changes.uniqueName !== entity.unique_name) {
      if (this.#store.isNameTaken(entity.chat_service_sid, changes.uniqueName)) {
        throw new TwilioApiError(409, 50353, 'Conversation with provided unique name already exists');
      }
      this.#store.rename(conversation, changes.uniqueName);
    }
    if (changes.friendlyName !== undefined) entity.friendly_name = changes.friendlyName;
    if (changes.attributes !== undefined) entity.attributes = changes.attributes;
    if (changes.messagingServiceSid !== undefined) entity.messaging_service_sid = changes.messagingServiceSid;
    if (changes.timers !== undefined) conversation.timers = { ...conversation.timers, ...changes.timers };
    entity.date_updated = this.#now();
    this.#webhooks.tell(conversation, hookEvents.conversationUpdated(conversation), origin);
    this.#world.publish(streamEvents.conversationUpdated(conversation));
    if (changes.state !== undefined && changes.state !== entity.state)
      this.setState(conversation, changes.state, 'API', origin);
    else this.#restartTimers(conversation);
  }

  /** @see https://www.twilio.com/docs/conversations/states-timers */
  setState(
    conversation: StoredConversation,
    to: ConversationState,
    reason: 'API' | 'TIMER' | 'EVENT',
    origin: Origin,
  ): void {
    const { entity } = conversation;
    const from = entity.state;
    if (from === to) return;
    this.#requireOpen(conversation);
    entity.state = to;
    entity.date_updated = this.#now();
    if (to === 'closed') this.#store.release(conversation);
    else this.#restartTimers(conversation);
    const change = { from, to, reason, at: isoMilliseconds(this.#nowMs()) };
    // A timer is nobody's REST call, so it is told: https://www.twilio.com/docs/conversations/states-timers
    const told: Origin = reason === 'API' ? origin : { source: 'API', webhookEnabled: true };
    this.#webhooks.tell(conversation, hookEvents.stateUpdated(conversation, change), told);
    this.#world.publish(streamEvents.stateUpdated(conversation, change));
  }

  remove(conversation: StoredConversation, origin: Origin): void {
    this.#webhooks.tell(conversation, hookEvents.conversationRemoved(conversation), origin);
    this.#world.publish(streamEvents.conversationRemoved(conversation));
    this.#store.remove(conversation);
  }

  addParticipant(conversation: StoredConversation, given: NewParticipant, origin: Origin): ParticipantEntity {
    this.#requireOpen(conversation);
    this.checkParticipants(conversation, [given]);
    const { accountSid, sids } = this.#world;
    const sid = sids.next('MB');
    const now = this.#now();
    const participant: ParticipantEntity = {
      sid,
      account_sid: accountSid,
      conversation_sid: conversation.entity.sid,
      identity: given.identity ?? null,
      attributes: given.attributes ?? '{}',
      messaging_binding: given.binding ?? null,
      role_sid: given.roleSid ?? this.#store.roleSid,
      date_created: now,
      date_updated: now,
      url: `${conversation.entity.url}/Participants/${sid}`,
      last_read_message_index: null,
      last_read_timestamp: null,
    };
    conversation.participants.set(sid, participant);
    this.#store.bind(conversation, participant);
    this.#restartTimers(conversation);
    this.#webhooks.tell(conversation, hookEvents.participantAdded(participant), origin);
    this.#world.publish(streamEvents.participantAdded(participant));
    return participant;
  }

  /**
   * Refuses participants that cannot join.
   *
   * @see https://www.twilio.com/docs/api/errors/50416 (one address pair is in one open Conversation at most)
   */
  checkParticipants(conversation: StoredConversation | undefined, given: readonly NewParticipant[]): void {
    const present = [...(conversation?.participants.values() ?? [])];
    const addresses = present.filter(
      ({ messaging_binding: binding }) => binding?.address !== undefined,
    ).length;
    if (present.length + given.length > MAX_PARTICIPANTS) {
      throw new TwilioApiError(409, 50436, 'Participant limit exceeded');
    }
    if (addresses + given.filter(({ binding }) => binding?.address !== undefined).length > MAX_ADDRESSES) {
      throw new TwilioApiError(409, 50436, 'Non-chat participant limit exceeded');
    }
    for (const [index, { identity, binding, attributes }] of given.entries()) {
      const others = [...present, ...given.slice(0, index)];
      if (identity !== undefined && others.some((other) => other.identity === identity)) {
        throw new TwilioApiError(409, 50433, 'Participant already exists');
      }
      requireJsonObject(attributes);
      this.#checkBinding(binding);
    }
    this.#checkGroup(conversation, given);
  }

  removeParticipant(conversation: StoredConversation, participant: ParticipantEntity, origin: Origin): void {
    conversation.participants.delete(participant.sid);
    this.#store.unbind(conversation, participant);
    this.#webhooks.tell(
      conversation,
      hookEvents.participantRemoved(participant, isoMilliseconds(this.#nowMs())),
      origin,
    );
    this.#world.publish(streamEvents.participantRemoved(participant));
  }

  addMessage(conversation: StoredConversation, given: NewMessage, origin: Origin): MessageEntity {
    this.#requireOpen(conversation);
    requireJsonObject(given.attributes);
    const { accountSid, sids } = this.#world;
    const sid = sids.next('IM');
    const author = given.author ?? 'system';
    const now = this.#now();
    const url = `${conversation.entity.url}/Messages/${sid}`;
    const message: MessageEntity = {
      sid,
      account_sid: accountSid,
      conversation_sid: conversation.entity.sid,
      index: conversation.messages.length,
      author,
      body: given.body ?? null,
      media: null,
      attributes: given.attributes ?? '{}',
      participant_sid: findParticipant(conversation, author)?.sid ?? null,
      date_created: now,
      date_updated: now,
      url,
      delivery: null,
      links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
      content_sid: given.contentSid ?? null,
    };
    conversation.messages.push(message);
    // A new message brings an inactive Conversation back: https://www.twilio.com/docs/conversations/states-timers
    if (conversation.entity.state === 'inactive') this.setState(conversation, 'active', 'EVENT', BY_TWILIO);
    else this.#restartTimers(conversation);
    this.#webhooks.tell(conversation, hookEvents.messageAdded(conversation, message, this.#nowMs()), origin);
    this.#world.publish(streamEvents.messageAdded(conversation, message));
    return message;
  }

  addWebhook(
    conversation: StoredConversation,
    target: string,
    configuration: ScopedWebhookEntity['configuration'],
  ): ScopedWebhookEntity {
    this.#requireOpen(conversation);
    if (conversation.webhooks.size >= MAX_SCOPED_WEBHOOKS) {
      throw new TwilioApiError(409, 50361, 'Maximum number of webhooks per conversation exceeded');
    }
    const wrong = configuration.filters?.find((filter) => !SCOPED_EVENTS.some((event) => event === filter));
    if (wrong !== undefined) throw new TwilioApiError(400, 50360, `Invalid webhook filter: ${wrong}`);
    const sid = this.#world.sids.next('WH');
    const now = this.#now();
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
      this.#webhooks.tell(alone, hookEvents.messageAdded(conversation, message, this.#nowMs()), {
        source: 'API',
        webhookEnabled: true,
      });
    }
  }

  #checkBinding(binding: MessagingBinding | undefined): void {
    if (binding?.address === undefined) {
      if (binding?.projected_address !== undefined)
        requireAddressType(binding.projected_address, 'proxy address');
      return;
    }
    const { address, proxy_address: proxyAddress } = binding;
    const type = requireAddressType(address, 'address');
    if (proxyAddress === undefined) return;
    if (requireAddressType(proxyAddress, 'proxy address') !== type) {
      throw new TwilioApiError(400, 50414, 'Participant address type does not match proxy address type');
    }
    if (address === proxyAddress) {
      throw new TwilioApiError(400, 50409, 'Participant address and proxy address must not be equal');
    }
    const other = this.#store.findByBinding(address, proxyAddress);
    if (other) {
      const { sid } = other.entity;
      throw new TwilioApiError(
        409,
        50416,
        `A binding for this participant and proxy address already exists in Conversation ${sid}`,
      );
    }
  }

  /** @see https://www.twilio.com/docs/api/errors/50438 */
  #checkGroup(conversation: StoredConversation | undefined, given: readonly NewParticipant[]): void {
    const known = conversation && groupOf(conversation);
    const bindings = given.flatMap(({ binding }) => binding ?? []);
    const projected =
      bindings.find(({ projected_address: address }) => address !== undefined)?.projected_address ??
      known?.projectedAddress;
    const added = bindings.flatMap(({ address, proxy_address: proxy }) =>
      proxy === undefined && address !== undefined ? [address] : [],
    );
    if (projected === undefined || added.length === 0) return;
    const other = this.#store.findByGroup(projected, [...(known?.addresses ?? []), ...added]);
    if (other && other !== conversation) {
      const { sid } = other.entity;
      throw new TwilioApiError(
        409,
        50438,
        `Group MMS with given participant list already exists as Conversation ${sid}`,
      );
    }
  }

  /** @see https://www.twilio.com/docs/api/errors/50377 */
  #requireOpen(conversation: StoredConversation): void {
    if (conversation.entity.state === 'closed') {
      throw new TwilioApiError(400, 50377, 'Conversation is in final closed state and cannot be updated');
    }
  }

  #restartTimers(conversation: StoredConversation): void {
    for (const cancel of conversation.cancelTimers) cancel();
    conversation.cancelTimers = [];
    const { entity, timers } = conversation;
    if (entity.state === 'closed') return;
    entity.timers = {};
    const start = (
      ms: number | undefined,
      field: 'date_inactive' | 'date_closed',
      to: ConversationState,
    ): void => {
      if (ms === undefined || ms === 0) return;
      entity.timers[field] = isoSeconds(this.#nowMs() + ms);
      conversation.cancelTimers.push(
        this.#world.clock.schedule(ms, () => {
          this.setState(conversation, to, 'TIMER', BY_TWILIO);
        }),
      );
    };
    if (entity.state === 'active') start(timers.inactiveMs, 'date_inactive', 'inactive');
    start(timers.closedMs, 'date_closed', 'closed');
  }

  #nowMs(): number {
    return this.#world.clock.now();
  }

  #now(): string {
    return isoSeconds(this.#nowMs());
  }
}

/** The participant who writes under a name: a chat identity or an address. */
export function findParticipant(
  conversation: StoredConversation,
  author: string,
): ParticipantEntity | undefined {
  for (const participant of conversation.participants.values()) {
    if (participant.identity === author || participant.messaging_binding?.address === author)
      return participant;
  }
  return undefined;
}

function requireJsonObject(json: string | undefined): void {
  if (json === undefined) return;
  try {
    if (typeof JSON.parse(json) === 'object') return;
  } catch {
    // Reported below.
  }
  throw invalidParameter('Attributes is not a valid JSON object');
}
