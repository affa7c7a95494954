import type { Twilio } from 'twilio';
import { SERVICE_NAME } from '../../account/deployment';
import { findSyncService } from '../../account/sync-service';
import type { Resource } from '../resource';

export const SYNC_SERVICE_ID = 'sync-service';

/**
 * The Sync service of the routing records. With its access control list on, a browser's token reads none of them.
 *
 * @param setting the value of SYNC_SERVICE_SID
 * @see https://www.twilio.com/docs/sync/sync-permissions
 */
export function syncService(client: Twilio, setting: string | undefined): Resource {
  const find = () => findSyncService(client, setting);
  return {
    id: SYNC_SERVICE_ID,
    title: 'Sync service of the routing records',
    read: async () => {
      const found = await find();
      return found ? { name: found.friendlyName, accessControl: found.aclEnabled } : null;
    },
    want: (now) => ({ kind: 'be', state: { name: now?.name ?? SERVICE_NAME, accessControl: true } }),
    write: async (_, next) => {
      const found = await find();
      if (next === null) {
        if (found) await client.sync.v1.services(found.sid).remove();
      } else if (found) {
        await client.sync.v1.services(found.sid).update({ aclEnabled: next.accessControl === true });
      } else {
        await client.sync.v1.services.create({ friendlyName: String(next.name), aclEnabled: true });
      }
    },
    isOurs: () => true,
  };
}
