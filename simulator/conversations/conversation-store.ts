import type { World } from '../kernel/world';
import { parseDurationMs } from './durations';
import type {
  AddressEntity,
  ConversationEntity,
  MessageEntity,
  ParticipantEntity,
  ScopedWebhookEntity,
  WebhookSettings,
} from './entities';
import type { ServiceConfiguration } from './service-configuration';

/** One Conversation with everything in it. */
export interface StoredConversation {
  readonly entity: ConversationEntity;
  readonly participants: Map<string, ParticipantEntity>;
  readonly messages: MessageEntity[];
  /** Indexes are not given twice, even if a message is removed. */
  nextMessageIndex: number;
  readonly webhooks: Map<string, ScopedWebhookEntity>;
  /** Durations in milliseconds, counted from the last activity. */
  timers: { inactiveMs?: number; closedMs?: number };
  cancelTimers: (() => void)[];
  /** Under which address pairs and groups it is found. */
  readonly bindingKeys: Set<string>;
}

/** A Conversations service, which is a chat service too. */
export interface StoredService {
  readonly sid: string;
  friendlyName: string;
  readonly dateCreated: string;
  dateUpdated: string;
  readonly webhooks: WebhookSettings;
  /** `PostWebhookRetryCount` of the chat service: https://www.twilio.com/docs/chat/rest/service-resource */
  postWebhookRetryCount: number;
  readonly configuration: ServiceConfiguration;
}

/** All Conversations of the account, and the indexes by which Twilio finds them. */
export class ConversationStore {
  readonly conversations = new Map<string, StoredConversation>();
  readonly services = new Map<string, StoredService>();
  readonly addresses = new Map<string, AddressEntity>();
  readonly accountWebhooks: WebhookSettings = newWebhookSettings();
  /** For new Conversations, as ISO 8601 durations. */
  readonly defaultTimers: { inactive: string | null; closed: string | null } = {
    inactive: null,
    closed: null,
  };
  readonly defaultServiceSid: string;
  readonly roleSid: string;
  readonly messagingServiceSid: string;
  /** Whether of two simultaneous requests for one address pair the later fails with 50427, not with 50425. */
  losesRaces = false;
  readonly #byBinding = new Map<string, StoredConversation>();
  readonly #byUniqueName = new Map<string, StoredConversation>();

  constructor(world: World) {
    this.defaultServiceSid = world.sids.next('IS');
    this.roleSid = world.sids.next('RL');
    this.messagingServiceSid = world.sids.next('MG');
  }

  /** The timers of a new Conversation, in milliseconds. */
  defaultTimersMs(): StoredConversation['timers'] {
    const { inactive, closed } = this.defaultTimers;
    return {
      ...(inactive === null ? {} : { inactiveMs: parseDurationMs(inactive, 'DefaultInactiveTimer') }),
      ...(closed === null ? {} : { closedMs: parseDurationMs(closed, 'DefaultClosedTimer') }),
    };
  }

  find(sidOrName: string, serviceSid?: string): StoredConversation | undefined {
    const found =
      this.conversations.get(sidOrName) ??
      this.#byUniqueName.get(`${serviceSid ?? this.defaultServiceSid}/${sidOrName}`);
    const expected = serviceSid ?? this.defaultServiceSid;
    return found?.entity.chat_service_sid === expected ? found : undefined;
  }

  add(conversation: StoredConversation): void {
    const { sid, unique_name: name, chat_service_sid: service } = conversation.entity;
    this.conversations.set(sid, conversation);
    if (name !== null) this.#byUniqueName.set(`${service}/${name}`, conversation);
  }

  isNameTaken(serviceSid: string, name: string): boolean {
    return this.#byUniqueName.has(`${serviceSid}/${name}`);
  }

  rename(conversation: StoredConversation, name: string | null): void {
    const { entity } = conversation;
    if (entity.unique_name !== null)
      this.#byUniqueName.delete(`${entity.chat_service_sid}/${entity.unique_name}`);
    entity.unique_name = name;
    if (name !== null) this.#byUniqueName.set(`${entity.chat_service_sid}/${name}`, conversation);
  }

  remove(conversation: StoredConversation): void {
    this.release(conversation);
    this.rename(conversation, null);
    this.conversations.delete(conversation.entity.sid);
  }

  /** The open Conversation in which an address talks to a proxy address. */
  findByBinding(address: string, proxyAddress: string): StoredConversation | undefined {
    return this.#byBinding.get(bindingKey(address, proxyAddress));
  }

  /** The open group MMS of exactly these addresses. */
  findByGroup(projectedAddress: string, addresses: readonly string[]): StoredConversation | undefined {
    return this.#byBinding.get(groupKey(projectedAddress, addresses));
  }

  bind(conversation: StoredConversation, participant: ParticipantEntity): void {
    const { address, proxy_address: proxy } = participant.messaging_binding ?? {};
    if (address !== undefined && proxy !== undefined) this.#hold(conversation, bindingKey(address, proxy));
    this.#bindGroup(conversation);
  }

  unbind(conversation: StoredConversation, participant: ParticipantEntity): void {
    const { address, proxy_address: proxy } = participant.messaging_binding ?? {};
    if (address !== undefined && proxy !== undefined) this.#drop(conversation, bindingKey(address, proxy));
    this.#bindGroup(conversation);
  }

  /** A closed Conversation lets go of its addresses. */
  release(conversation: StoredConversation): void {
    for (const key of conversation.bindingKeys) this.#drop(conversation, key);
    for (const cancel of conversation.cancelTimers) cancel();
    conversation.cancelTimers = [];
  }

  #bindGroup(conversation: StoredConversation): void {
    if (conversation.entity.state === 'closed') return;
    for (const key of conversation.bindingKeys) if (key.startsWith('group ')) this.#drop(conversation, key);
    const group = groupOf(conversation);
    if (group) this.#hold(conversation, groupKey(group.projectedAddress, group.addresses));
  }

  #hold(conversation: StoredConversation, key: string): void {
    conversation.bindingKeys.add(key);
    this.#byBinding.set(key, conversation);
  }

  #drop(conversation: StoredConversation, key: string): void {
    conversation.bindingKeys.delete(key);
    // By now it may be another Conversation's.
    if (this.#byBinding.get(key) === conversation) this.#byBinding.delete(key);
  }
}

/** Who is in a group MMS: addresses without a proxy of their own, behind one projected address of ours. */
export function groupOf(
  conversation: StoredConversation,
): { projectedAddress: string; addresses: string[] } | undefined {
  const bindings = [...conversation.participants.values()].flatMap(
    ({ messaging_binding: binding }) => binding ?? [],
  );
  const projectedAddress = bindings.find(
    (binding) => binding.projected_address !== undefined,
  )?.projected_address;
  const addresses = bindings.flatMap((binding) =>
    binding.proxy_address === undefined && binding.address !== undefined ? [binding.address] : [],
  );
  return projectedAddress !== undefined && addresses.length > 0 ? { projectedAddress, addresses } : undefined;
}

export function newWebhookSettings(): WebhookSettings {
  return { pre_webhook_url: null, post_webhook_url: null, method: 'POST', filters: [] };
}

function bindingKey(address: string, proxyAddress: string): string {
  return `pair ${address} ${proxyAddress}`;
}

function groupKey(projectedAddress: string, addresses: readonly string[]): string {
  return `group ${projectedAddress} ${[...addresses].sort().join(' ')}`;
}
