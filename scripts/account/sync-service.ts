import type { Twilio } from 'twilio';
import type { ServiceInstance } from 'twilio/lib/rest/sync/v1/service';
import { SERVICE_NAME } from './deployment';

/**
 * The Sync service of the routing records: the one that the settings name, else the one that setup has made.
 *
 * @param setting the value of SYNC_SERVICE_SID
 * @returns nothing if there is none
 */
export async function findSyncService(
  client: Twilio,
  setting: string | undefined,
): Promise<ServiceInstance | undefined> {
  const services = await client.sync.v1.services.list();
  if (setting && setting !== 'default') return services.find(({ sid }) => sid === setting);
  return services.find(({ friendlyName }) => friendlyName === SERVICE_NAME);
}
