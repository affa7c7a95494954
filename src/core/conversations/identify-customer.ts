import { channelTypeOfAddress } from '../routing-table/channel-type';
import { findEntry, inboundAddressesOf } from '../routing-table/find-entry';
import type { RoutingEntry, RoutingTable } from '../routing-table/routing-table';
import { normalizeAddress } from '../routing-table/routing-table';
import type { Ignored } from '../routing/ignored';
import { ignored } from '../routing/ignored';
import type { ConversationParticipant } from '../twilio/conversation-participant';
import type { Conversations } from '../twilio/conversations';
import type { CustomerContact } from './customer-contact';
import { IDENTITY_CHANNEL_TYPES } from './customer-contact';

/** Who the customer of a Conversation is, and what the routing table says about it. */
export interface Customer {
  readonly channelType: string;
  readonly entry: RoutingEntry;
  /** The customer's address or, for chat and web, identity. */
  readonly address?: string;
  readonly businessAddress?: string;
  readonly name?: string;
}

/** The same, as learned from an event and, where that was not enough, from Twilio. */
export interface IdentifiedCustomer extends Customer {
  /** Somebody with a chat identity is in it: perhaps an agent who is already serving it. */
  readonly hasCompany: boolean;
}

/**
 * Learns who the customer is, asking Twilio for the Participants only where the event does not tell enough:
 * to know whether the business address is ours, to choose between several entries, or because nobody may have
 * joined yet, in which case Twilio would accept an Interaction and drop its channel (error 45355).
 *
 * @param isOurs it is already known that the Conversation is ours, whatever the table says
 * @see https://www.twilio.com/docs/api/errors/45355
 */
export async function identifyCustomer(
  contact: Omit<CustomerContact, 'isOpening' | 'isScoped'>,
  isOurs: boolean,
  { table, conversations }: { readonly table: RoutingTable; readonly conversations: Conversations },
): Promise<IdentifiedCustomer | Ignored> {
  const { channelType } = contact;
  if (contact.isMessage && isOurs && channelType !== undefined) {
    const [businessAddress, ...others] = inboundAddressesOf(table, channelType);
    if (others.length === 0) {
      return toCustomer(contact, { table, channelType, businessAddress, hasCompany: false });
    }
  }
  const participants = await conversations.listParticipants(contact.conversationSid);
  const customer = findCustomer(contact, participants);
  if (!customer) return ignored('participant_pending');
  const { channelType: knownType, businessAddress } = channelOfParticipant(customer, participants, table);
  const isIdentity = customer.address === undefined;
  if (isIdentity && participants.some(({ address }) => address !== undefined))
    return ignored('agent_message');
  const found = toCustomer(
    { ...contact, author: contact.author ?? customer.address ?? customer.identity },
    {
      table,
      channelType: knownType,
      businessAddress,
      hasCompany: participants.some(({ identity }) => identity !== undefined),
    },
  );
  if (!isOurs && found.entry.inbound !== true) return ignored('not_ours');
  const isGroup = !isIdentity && customer.proxyAddress === undefined && knownType === 'sms';
  if (isGroup && (await conversations.fetchState(contact.conversationSid)) === 'initializing') {
    return ignored('initializing');
  }
  return found;
}

/** The author of the message; for a Conversation, whoever came by a channel, else the first to join. */
function findCustomer(
  contact: Pick<CustomerContact, 'author' | 'participantSid' | 'isMessage'>,
  participants: readonly ConversationParticipant[],
): ConversationParticipant | undefined {
  const author = participants.find(
    ({ participantSid, address, identity }) =>
      participantSid === contact.participantSid ||
      (contact.author !== undefined &&
        (isSameAddress(address, contact.author) || identity === contact.author)),
  );
  if (author || contact.isMessage) return author;
  return participants.find(({ address }) => address !== undefined) ?? participants[0];
}

/** Mail addresses come with capital letters in one place and without in another. */
function isSameAddress(address: string | undefined, author: string): boolean {
  return address !== undefined && normalizeAddress(address) === normalizeAddress(author);
}

/** The channel that a customer came by, and our address on it. */
export function channelOfParticipant(
  customer: ConversationParticipant,
  participants: readonly ConversationParticipant[],
  table: RoutingTable,
): { readonly channelType: string; readonly businessAddress: string | undefined } {
  return {
    channelType: channelTypeOf(customer, table),
    businessAddress:
      customer.proxyAddress ??
      participants.find(({ projectedAddress }) => projectedAddress !== undefined)?.projectedAddress,
  };
}

function channelTypeOf(customer: ConversationParticipant, table: RoutingTable): string {
  if (customer.address !== undefined) {
    return channelTypeOfAddress(customer.address) ?? customer.channelType ?? 'chat';
  }
  return (
    customer.channelType ??
    IDENTITY_CHANNEL_TYPES.find((type) => findEntry(table, type).inbound === true) ??
    'chat'
  );
}

function toCustomer(
  contact: Pick<CustomerContact, 'author' | 'customerName'>,
  known: {
    readonly table: RoutingTable;
    readonly channelType: string;
    readonly businessAddress: string | undefined;
    readonly hasCompany: boolean;
  },
): IdentifiedCustomer {
  const { table, channelType, businessAddress, hasCompany } = known;
  return {
    channelType,
    entry: findEntry(table, channelType, businessAddress),
    hasCompany,
    address: contact.author,
    businessAddress,
    name: contact.customerName,
  };
}
