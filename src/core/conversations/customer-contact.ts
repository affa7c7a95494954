import type { EpochMs } from '../clock';
import { channelTypeOfAddress } from '../routing-table/channel-type';
import { couldBeOurs, findEntry } from '../routing-table/find-entry';
import type { RoutingTable } from '../routing-table/routing-table';
import type { Ignored } from '../routing/ignored';
import { ignored } from '../routing/ignored';
import type { ConversationParticipantSid, ConversationSid, ScopedWebhookSid } from '../sid';
import type { ConversationAdded, MessageAdded } from './conversation-event';

/** A sign that a customer is in a Conversation, and what the event tells about them. */
export interface CustomerContact {
  readonly conversationSid: ConversationSid;
  /** A message is there, so its author is or was a Participant; else nobody may have joined yet. */
  readonly isMessage: boolean;
  /** The event itself proves that the customer's channel began this Conversation just now. */
  readonly isOpening: boolean;
  readonly isScoped: boolean;
  /** When it happened at the latest, as far as the event tells. */
  readonly occurredAtMs?: EpochMs;
  /** It is told a second time, perhaps hours late. */
  readonly isToldAgain?: boolean;
  /** The customer's address or, for chat and web, identity. */
  readonly author?: string;
  readonly participantSid?: ConversationParticipantSid;
  /** It came by this webhook, which a park put on the Conversation. */
  readonly parkWebhookSid?: ScopedWebhookSid;
  /** Absent for an identity: only the Participant tells chat from web. */
  readonly channelType?: string;
  readonly customerName?: string;
}

/**
 * Decides, without asking Twilio, whether an event can be a customer's contact.
 *
 * @see https://www.twilio.com/docs/conversations/conversations-webhooks
 */
export function findCustomerContact(
  event: ConversationAdded | MessageAdded,
  table: RoutingTable,
): CustomerContact | Ignored {
  return event.type === 'onConversationAdded' ? fromConversation(event, table) : fromMessage(event, table);
}

function fromConversation(event: ConversationAdded, table: RoutingTable): CustomerContact | Ignored {
  // A group MMS can't be edited before its state changes: https://www.twilio.com/docs/conversations/group-texting
  if (event.state === 'initializing') return ignored('initializing');
  if (event.state === 'closed') return ignored('closed');
  const channelType = channelTypeOf(event.address, event.source);
  if (event.isOptOut && channelType === 'sms') return ignored('opted_out');
  if (!event.isScoped) {
    const isOurs =
      channelType !== undefined && event.businessAddress !== undefined
        ? findEntry(table, channelType, event.businessAddress).inbound === true
        : isPossiblyOurs(table, channelType);
    if (!isOurs) return ignored('not_ours');
  }
  return {
    conversationSid: event.conversationSid,
    isMessage: false,
    isOpening: event.address !== undefined && !isMadeByClient(event) && event.isStreamed !== true,
    isScoped: event.isScoped,
    ...deliveryOf(event),
    author: event.address,
    channelType,
    customerName: event.customerName,
  };
}

function fromMessage(event: MessageAdded, table: RoutingTable): CustomerContact | Ignored {
  const likelyType = channelTypeOf(event.author, event.source);
  // An identity may look like an address. Who writes through the SDK has one; Event Streams does not tell.
  const isUncertain = event.source === 'SDK' || (event.isStreamed === true && likelyType === 'email');
  const channelType = isUncertain ? undefined : likelyType;
  const isFromChannel = !isMadeByClient(event);
  // Agents in Flex write through the SDK, as web chat customers do; only a first message can be a customer's
  // who has no Interaction yet, or one in a Conversation that was parked.
  if (event.source === 'SDK' && event.index > 0 && event.parkWebhookSid === undefined)
    return ignored('agent_message');
  // A message made by REST without a Participant has a bot, a system or a colleague as its author.
  if (event.source === 'API' && channelType === undefined && event.participantSid === undefined) {
    return ignored('agent_message');
  }
  if (event.isOptOut && channelType === 'sms') return ignored('opted_out');
  const isPossible = isPossiblyOurs(table, channelType) || isPossiblyOurs(table, likelyType);
  if (!event.isScoped && !isPossible) {
    return ignored(isFromChannel || channelType !== undefined ? 'not_ours' : 'agent_message');
  }
  return {
    conversationSid: event.conversationSid,
    isMessage: true,
    isOpening: event.index === 0 && isFromChannel && channelType !== undefined && event.isStreamed !== true,
    isScoped: event.isScoped,
    ...deliveryOf(event),
    author: event.author,
    participantSid: event.participantSid,
    parkWebhookSid: event.parkWebhookSid,
    channelType,
  };
}

/** A short code or a sender's name looks like an identity, but Twilio tells how it came. */
function channelTypeOf(address: string | undefined, source: string): string | undefined {
  if (address === undefined) return undefined;
  return channelTypeOfAddress(address) ?? (source === 'SMS' ? 'sms' : undefined);
}

/** Event Streams tells everything again, and so does a retry. */
function deliveryOf({
  occurredAtMs,
  isRetry,
  isStreamed,
}: ConversationAdded | MessageAdded): Pick<CustomerContact, 'occurredAtMs' | 'isToldAgain'> {
  return { occurredAtMs, isToldAgain: isRetry || isStreamed === true };
}

/** Identities have the channel type chat or web: https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions */
export const IDENTITY_CHANNEL_TYPES = ['web', 'chat'] as const;

function isPossiblyOurs(table: RoutingTable, channelType: string | undefined): boolean {
  return channelType === undefined
    ? IDENTITY_CHANNEL_TYPES.some((type) => couldBeOurs(table, type))
    : couldBeOurs(table, channelType);
}

/** Made by a chat client or by REST, rather than by something that arrived on a channel. */
function isMadeByClient(event: ConversationAdded | MessageAdded): boolean {
  return event.source === 'SDK' || event.source === 'API';
}
