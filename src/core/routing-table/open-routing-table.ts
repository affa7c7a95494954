import type { Platform } from '../platform';
import { ConfigurationError } from '../settings';
import type { RoutingTable } from './routing-table';
import { parseRoutingTable } from './routing-table';

/**
 * Opens the routing table of this deployment.
 *
 * @throws ConfigurationError if it is missing or wrong
 */
export function openRoutingTable({ openAsset }: Pick<Platform, 'openAsset'>): RoutingTable {
  const json = openAsset('/routing.json');
  if (json === undefined) throw new ConfigurationError('routing.private.json', 'is not deployed');
  return parseRoutingTable(json);
}
