import type { Colors } from 'picocolors/types';
import { toTable } from '../terminal/terminal';
import type { PlannedChange } from './plan';
import type { Resource, State, Value } from './resource';

const MARKS: Readonly<Record<PlannedChange['action'], string>> = {
  create: '+ create',
  change: '± change',
  none: '  as it should be',
  left: '  left alone',
  refused: '✖ in use',
};

/** A plan as a table: what each thing is about to become. */
export function showOverview(plan: readonly PlannedChange[], colors: Colors): string {
  const paint: Readonly<Record<PlannedChange['action'], (text: string) => string>> = {
    create: colors.green,
    change: colors.yellow,
    none: colors.dim,
    left: colors.dim,
    refused: colors.red,
  };
  const rows = plan.map(({ resource, action, note }) => [
    resource.title,
    paint[action](MARKS[action]),
    note === undefined ? '' : `${action === 'left' ? '' : 'displaces '}${note}`,
  ]);
  const hasNotes = rows.some(([, , note]) => note !== '');
  return hasNotes
    ? toTable(['What', 'Plan', 'Note'], rows, colors)
    : toTable(
        ['What', 'Plan'],
        rows.map(([what = '', action = '']) => [what, action]),
        colors,
      );
}

/** Each field of a plan that changes, before and after, in lines. */
export function showDetails(plan: readonly PlannedChange[], colors: Colors): string[] {
  return plan
    .filter(({ action }) => action !== 'none' && action !== 'left')
    .flatMap(({ resource, now, next }) => [
      '',
      colors.bold(resource.title),
      ...showChange(resource, now, next),
    ]);
}

/** Every field of one thing that changes, before and after, in lines. */
export function showChange(resource: Resource, now: State, next: State): string[] {
  if (resource.describe) return resource.describe(now, next).map((line) => `  ${line}`);
  if (next === null) return ['  deleted'];
  return Object.entries(next).flatMap(([name, value]) => {
    const before = now?.[name] ?? null;
    if (show(before) === show(value)) return [];
    return [now === null ? `  ${name}: ${show(value)}` : `  ${name}: ${show(before)} → ${show(value)}`];
  });
}

function show(value: Value): string {
  if (value === null || value === '') return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.join(', ');
  return String(value);
}
