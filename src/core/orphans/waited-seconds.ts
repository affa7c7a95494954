import type { RoutingRecord } from '../routing-record/routing-record';
import type { Orphan } from './orphan';

/**
 * How long ago, in seconds, the first task was made after the customer had last asked for one: their last message may
 * be as old. `undefined` if the event does not tell.
 */
export function waitedSeconds(
  { waitedSeconds: before = 0 }: RoutingRecord,
  task: Orphan['task'],
): number | undefined {
  return task?.ageSeconds === undefined ? undefined : before + task.ageSeconds;
}
