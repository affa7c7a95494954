import type { RoutingRecord } from '../routing-record/routing-record';
import type { Orphan } from './orphan';

/**
 * How long the customer may have waited, in seconds: the age of the task that ended and of those before it, together.
 * Their last message may be as old. `undefined` if the event does not tell.
 */
export function waitedSeconds(
  { waitedSeconds: before = 0 }: RoutingRecord,
  task: Orphan['task'],
): number | undefined {
  return task?.ageSeconds === undefined ? undefined : before + task.ageSeconds;
}
