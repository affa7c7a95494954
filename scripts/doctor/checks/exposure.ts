import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

/** What the platform answers without a signature, and what this project answers without a key, password or token. */
const REFUSALS = [400, 401, 403];

/** Whether every URL refuses a call without any proof of who calls. */
export async function checkExposure(patient: Patient): Promise<Finding[]> {
  const paths = [...patient.functions]
    .filter(([, visibility]) => visibility !== 'private')
    .map(([path]) => path);
  const statuses = await Promise.all(
    paths.map(async (path) => [path, await patient.callUnsigned(path)] as const),
  );
  return statuses.flatMap(([path, status]) => {
    if (REFUSALS.includes(status)) return [];
    if (status >= 200 && status < 300) return [finding('unsigned-accepted', path)];
    return [finding('unreachable', status === 0 ? `${path} gives no answer` : `${path} answers ${status}`)];
  });
}
