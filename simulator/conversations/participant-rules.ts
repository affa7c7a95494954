import { TwilioApiError } from '../kernel/api-error';
import { requireAddressType } from './addresses';
import type { ConversationStore, StoredConversation } from './conversation-store';
import { groupOf } from './conversation-store';
import type { MessagingBinding } from './entities';
import type { NewParticipant } from './new-resources';
import { requireJsonObject } from './require-json-object';

/** https://www.twilio.com/docs/conversations/conversations-limits */
const MAX_PARTICIPANTS = 1_000;
const MAX_ADDRESSES = 50;

/** Who may be in a Conversation. */
export class ParticipantRules {
  readonly #store: ConversationStore;

  constructor(store: ConversationStore) {
    this.#store = store;
  }

  /**
   * Refuses participants that cannot join.
   *
   * @see https://www.twilio.com/docs/api/errors/50416 (one address pair is in one open Conversation at most)
   */
  check(conversation: StoredConversation | undefined, given: readonly NewParticipant[]): void {
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
}
