import { channelTypeOfAddress } from './channel-type';
import type { RoutingEntry, RoutingTable } from './routing-table';
import { normalizeAddress } from './routing-table';

/**
 * The entry for a Conversation: that of its business address, else of its channel type, else the default.
 *
 * @param businessAddress ours, e.g. `+14155550111`; absent for channel types that have none
 */
export function findEntry(table: RoutingTable, channelType: string, businessAddress?: string): RoutingEntry {
  const ofAddress =
    businessAddress === undefined ? undefined : own(table.addresses, normalizeAddress(businessAddress));
  return ofAddress ?? own(table.channels, channelType) ?? table.default;
}

/** Our addresses of a channel type at which customers reach us. */
export function inboundAddressesOf(table: RoutingTable, channelType: string): readonly string[] {
  return Object.entries(table.addresses)
    .filter(([address, { inbound }]) => inbound === true && channelTypeOfAddress(address) === channelType)
    .map(([address]) => address);
}

/**
 * Whether a Conversation of a channel type could be ours at all, judged without its business address: if not,
 * nothing has to be asked. Outbound addresses count, for a Conversation that we began has a record.
 */
export function couldBeOurs(table: RoutingTable, channelType: string): boolean {
  return (
    table.default.inbound === true ||
    own(table.channels, channelType)?.inbound === true ||
    Object.entries(table.addresses).some(
      ([address, entry]) =>
        (entry.inbound === true || entry.outbound === true) && channelTypeOfAddress(address) === channelType,
    )
  );
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
