import type { CloudLayout } from '../runtime/cloud-layout';
import { layOutAsCloud } from '../runtime/cloud-layout';
import { BUSINESS_NUMBER } from '../support/deployment';
import { IS_FULL, report } from './report';
import type { Kill, Rescuer } from './sigkill';
import { killAndRescue, recordCalls, RESCUERS } from './sigkill';

const INSTALL_TIMEOUT_MS = 180_000;
const TIMEOUT_MS = 5 * 60_000;

let cloud: CloudLayout;

beforeAll(async () => {
  cloud = await layOutAsCloud({ addresses: { [BUSINESS_NUMBER]: { inbound: true } } });
}, INSTALL_TIMEOUT_MS);

afterAll(() => cloud.remove());

/** Every call, before it and after it; by turns one rescuer each, or all of them in the full form. */
function cells(calls: readonly string[]): [Kill, Rescuer][] {
  const kills = calls.flatMap((_, at): Kill[] => [
    { at, when: 'before' },
    { at, when: 'after' },
  ]);
  return kills.flatMap((kill, turn) =>
    RESCUERS.filter((_, index) => IS_FULL || index === turn % RESCUERS.length).map(
      (rescuer): [Kill, Rescuer] => [kill, rescuer],
    ),
  );
}

describe('a process that is killed at any REST call of a first message', () => {
  it(
    'leaves what the next event, a redelivery or the sweep turns into exactly one Interaction',
    async () => {
      const calls = await recordCalls(cloud);
      expect(calls.length).toBeGreaterThan(2);
      const rows: object[] = [];
      for (const [kill, rescuer] of cells(calls)) {
        const result = await killAndRescue(cloud, kill, rescuer);
        const call = calls[kill.at];
        rows.push({ call, ...kill, rescuer, ...result });
        expect({ call, ...kill, rescuer, endedBy: result.endedBy, live: result.liveInTheEnd }).toEqual({
          call,
          ...kill,
          rescuer,
          endedBy: 'SIGKILL',
          live: 1,
        });
        expect(result.liveAfterKill).toBeLessThanOrEqual(1);
      }
      report('sigkill', rows);
    },
    TIMEOUT_MS,
  );
});
