import { randomUUID } from 'node:crypto';
import { findSyncService } from '../../account/sync-service';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

/** In case it cannot be deleted again. */
const TTL_SECONDS = 60;

/** Whether routing records can be written, and read by nobody else. */
export async function checkSync({ client, variables }: Patient): Promise<Finding[]> {
  const setting = variables.SYNC_SERVICE_SID;
  const isShared = !setting || setting === 'default';
  const service = isShared ? undefined : await findSyncService(client, setting);
  if (!isShared && !service) return [finding('sync-service-missing', setting)];
  const found: Finding[] = [];
  if (isShared) found.push(finding('sync-service-shared', 'the default Sync service'));
  else if (service?.aclEnabled !== true) found.push(finding('sync-access-open', setting));
  const { documents } = client.sync.v1.services(setting ?? 'default');
  try {
    const { sid } = await documents.create({
      uniqueName: `doctor-${randomUUID()}`,
      data: {},
      ttl: TTL_SECONDS,
    });
    await documents(sid).remove();
  } catch (error) {
    found.push(finding('sync-not-writable', error instanceof Error ? error.message : 'it failed'));
  }
  return found;
}
