import type { ConversationSid } from '../sid';
import type { ApiInitiatedChannel, ApiInitiatedParticipant } from './api-initiated-input';

/** Channel types whose Conversations an address pair claims. */
const BY_ADDRESS_PAIR = ['sms', 'whatsapp'];

/** How an API-initiated Interaction gets its Conversation. */
type ConversationSource =
  /** It exists. */
  | { readonly conversationSid: ConversationSid }
  /** It is made first, by a request that claims the address pairs. */
  | { readonly pairs: readonly object[] }
  /** Twilio makes it. */
  | 'made by Twilio';

/** How the Interaction of a checked channel gets its Conversation: by address pairs only if its type has such. */
export function conversationSourceOf(channel: ApiInitiatedChannel): ConversationSource {
  const { type, mediaChannelSid, participants } = channel;
  if (mediaChannelSid) return { conversationSid: mediaChannelSid };
  if (!participants || !BY_ADDRESS_PAIR.includes(type)) return 'made by Twilio';
  return {
    pairs: participants.map(({ address = '', proxyAddress = '' }) => ({
      address: prefixed(type, address),
      proxy_address: prefixed(type, proxyAddress),
    })),
  };
}

/** The customers without an address, each once; in one order, so that two requests never wait for each other. */
export function identitiesOf({ participants = [] }: ApiInitiatedChannel): string[] {
  const identities = participants.flatMap(({ identity }) => (identity === undefined ? [] : [identity]));
  return [...new Set(identities)].sort();
}

/** In Twilio's own form, without `initiated_by`. */
export function toChannel(channel: ApiInitiatedChannel, conversationSid?: ConversationSid): object {
  const { type, sid, participants, from, fromName } = channel;
  if (conversationSid) return { type, properties: { media_channel_sid: conversationSid } };
  return {
    type,
    ...(sid ? { sid } : {}),
    ...(from ? { properties: { type, from, from_name: fromName } } : {}),
    ...(participants ? { participants: participants.map(toParticipant) } : {}),
  };
}

function toParticipant({ address, proxyAddress, identity, level, name }: ApiInitiatedParticipant): object {
  return { address, proxy_address: proxyAddress, identity, level, name };
}

/** An address as the routing table and Twilio have it, for callers who leave out the prefix of WhatsApp. */
export function prefixed(type: ApiInitiatedChannel['type'], address: string): string {
  return type === 'whatsapp' && !address.startsWith('whatsapp:') ? `whatsapp:${address}` : address;
}
