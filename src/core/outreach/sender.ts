import { ApiError } from '../endpoints/api-error';
import { channelTypeOfAddress } from '../routing-table/channel-type';
import type { RoutingEntry, RoutingTable } from '../routing-table/routing-table';
import { normalizeAddress } from '../routing-table/routing-table';
import type { Settings } from '../settings';
import { ConfigurationError } from '../settings';
import { countryOf } from './destination';

/** One of our addresses that agents may write from. */
interface Sender {
  readonly address: string;
  readonly entry: RoutingEntry;
}

/**
 * Chooses the address that is written from: only one that the routing table allows, the first of its channel type
 * unless another is asked for.
 *
 * @param from as the caller gives it, with or without the channel's prefix
 * @throws ApiError `sender_not_allowed`
 * @throws ConfigurationError if none is asked for, and the table has none of this channel type
 */
export function chooseSenderOrRefuse(
  table: RoutingTable,
  channelType: string,
  from: string | undefined,
): Sender {
  const senders = sendersOf(table, channelType);
  if (from === undefined) {
    const [first] = senders;
    if (first) return first;
    throw new ConfigurationError('routing.private.json', `has no outbound address of ${channelType}`);
  }
  const wanted = normalizeAddress(from);
  const found = senders.find(({ address }) => address === wanted || address === `${channelType}:${wanted}`);
  if (found) return found;
  throw new ApiError('sender_not_allowed', 'The routing table does not allow this sender. Leave `from` out.');
}

/** The countries that may be written to: as set, else those of the senders. */
export function allowedCountries(settings: Settings, table: RoutingTable): ReadonlySet<string> {
  if (settings.outboundAllowedCountries) return new Set(settings.outboundAllowedCountries);
  const numbers = Object.entries(table.addresses)
    .filter(([, { outbound }]) => outbound === true)
    .map(([address]) => countryOf(address.slice(address.indexOf(':') + 1)));
  return new Set(numbers.filter((country) => country !== undefined));
}

function sendersOf({ addresses }: RoutingTable, channelType: string): Sender[] {
  return Object.entries(addresses)
    .filter(([address, { outbound }]) => outbound === true && channelTypeOfAddress(address) === channelType)
    .map(([address, entry]) => ({ address, entry }));
}
