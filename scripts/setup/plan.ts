import type { Resource, State } from './resource';
import { toComparable } from './resource';

/** What setup would do with one thing. */
export interface PlannedChange {
  readonly resource: Resource;
  readonly action: 'none' | 'create' | 'change' | 'left' | 'refused';
  readonly now: State;
  readonly next: State;
  /** What somebody else has there, or why it is left as it is. */
  readonly note?: string;
}

/** Looks at everything and changes nothing. @param force whether what others have there may be displaced */
export async function makePlan(resources: readonly Resource[], force: boolean): Promise<PlannedChange[]> {
  const plan: PlannedChange[] = [];
  for (const resource of resources) plan.push(await planChange(resource, force));
  return plan;
}

export async function planChange(resource: Resource, force: boolean): Promise<PlannedChange> {
  const now = await resource.read();
  const wish = resource.want(now);
  if (wish.kind === 'leave') return { resource, action: 'left', now, next: now, note: wish.reason };
  const { state: next, displaces } = wish;
  const note = displaces === undefined ? {} : { note: displaces };
  if (toComparable(now) === toComparable(next)) return { resource, action: 'none', now, next };
  if (displaces !== undefined && !force) return { resource, action: 'refused', now, next, ...note };
  return { resource, action: now === null ? 'create' : 'change', now, next, ...note };
}

export function isChange({ action }: PlannedChange): boolean {
  return action === 'create' || action === 'change';
}
