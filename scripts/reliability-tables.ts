import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { BurstResult } from '../test/reliability/burst';
import type { Cell } from '../test/reliability/fault-matrix';
import { REPORT_FOLDER } from '../test/reliability/report';
import type { BreakResult } from './break-deliberately';

type Table = readonly (readonly (string | number)[])[];

/** The rows that the tests kept under names that begin so, one list a name. */
function reported<Row>(prefix: string): Row[][] {
  const files = existsSync(REPORT_FOLDER) ? readdirSync(REPORT_FOLDER) : [];
  return files
    .filter((file) => file.startsWith(prefix))
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(REPORT_FOLDER, file), 'utf8')) as Row[]);
}

function countDistinct<Row>(rows: readonly Row[], of: (row: Row) => string): number {
  return new Set(rows.map(of)).size;
}

function matrix(): Table {
  const scenarios = reported<Cell>('matrix').sort((a, b) => (a[0]?.order ?? 0) - (b[0]?.order ?? 0));
  const rows = scenarios.map((cells) => [
    cells[0]?.scenario ?? '',
    countDistinct(cells, ({ site }) => site),
    cells.length,
    cells.filter(({ problem }) => problem !== undefined).length,
  ]);
  const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0);
  return [['Situation', 'REST calls', 'Cells', 'Broken'], ...rows, ['**All**', sum(1), sum(2), sum(3)]];
}

function faults(): Table {
  const cells = reported<Cell>('matrix').flat();
  const names = [...new Set(cells.map(({ fault }) => fault))];
  return [
    ['What befalls the call', 'Cells', 'Broken'],
    ...names.map((name) => {
      const those = cells.filter(({ fault }) => fault === name);
      return [name, those.length, those.filter(({ problem }) => problem !== undefined).length];
    }),
  ];
}

interface Kill {
  readonly call: string;
  readonly when: string;
  readonly rescuer: string;
  readonly endedBy: string;
  readonly liveAfterKill: number;
  readonly liveInTheEnd: number;
}

function kills(): Table {
  return [
    ['Killed', 'at', 'Rescued by', 'Interactions after the kill', 'in the end'],
    ...reported<Kill>('sigkill')
      .flat()
      .map((row) => [row.when, `\`${row.call}\``, row.rescuer, row.liveAfterKill, row.liveInTheEnd]),
  ];
}

function interleavings(): Table {
  const [row = {}] = reported<Record<string, number>>('interleavings').flat();
  const { stories = 0, seed = 0, ...steps } = row;
  const counts = Object.entries(steps).sort(([, a], [, b]) => b - a);
  return [
    ['What happens', 'How often'],
    ...counts,
    [`**${stories} stories**, seed ${seed}`, counts.reduce((sum, [, count]) => sum + count, 0)],
  ];
}

interface Lives {
  readonly lives: number;
  readonly seed: number;
  readonly steps: number;
  readonly unhappy: number;
}

/** Runs that begin with seeds of their own are added up: `LIVES` of one process would take an hour. */
function lives(): Table {
  const runs = reported<Lives>('lives').flat();
  const sum = (of: (run: Lives) => number) => runs.reduce((total, run) => total + of(run), 0);
  const all = [
    sum((run) => run.lives),
    Math.min(...runs.map(({ seed }) => seed)),
    sum(({ steps }) => steps),
    sum(({ unhappy }) => unhappy),
  ];
  return [
    ['Lives', 'First seed', 'Steps', 'With a moment that must not be'],
    ...(runs.length > 0 ? [all] : []),
  ];
}

interface Fuzz {
  readonly url: string;
  readonly events: number;
  readonly statuses: Readonly<Record<string, number>>;
}

function fuzz(): Table {
  return [
    ['URL', 'Requests', 'Answers'],
    ...reported<Fuzz>('fuzz')
      .flat()
      .map(({ url, events, statuses }) => [
        `\`${url}\``,
        events,
        Object.entries(statuses)
          .map(([status, count]) => `${status}: ${count}`)
          .join(', '),
      ]),
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function bursts(): Table {
  return [
    [
      'Ways in',
      'Conversations',
      'Exactly one',
      'Two',
      'None',
      'Median wait',
      'Last wait',
      'Last, at best',
      'Refused invocations',
    ],
    ...reported<BurstResult>('burst')
      .flat()
      .map((row) => [
        row.nets,
        row.conversations,
        row.routed,
        row.twice,
        row.never,
        seconds(row.medianWaitMs),
        seconds(row.lastWaitMs),
        seconds(row.bestLastWaitMs),
        row.refusedInvocations,
      ]),
  ];
}

function losses(): Table {
  return [
    ['Ways in', 'Webhooks lost', 'Conversations', 'Exactly one', 'Two', 'None', 'Median wait', 'Last wait'],
    ...reported<BurstResult>('lost')
      .flat()
      .sort((a, b) => a.nets.localeCompare(b.nets) || a.lost - b.lost)
      .map((row) => [
        row.nets,
        `${row.lost * 100} %`,
        row.conversations,
        row.routed,
        row.twice,
        row.never,
        seconds(row.medianWaitMs),
        seconds(row.lastWaitMs),
      ]),
  ];
}

function breaks(): Table {
  return [
    ['Promise', 'Broken on purpose', 'Noticed by'],
    ...reported<BreakResult>('breaks')
      .flat()
      .map((row) => [
        row.invariant,
        row.breaks,
        row.isNoticed ? `\`${path.basename(row.test)}\`: ${row.name}…` : '**nobody**',
      ]),
  ];
}

/** Every table of `docs/reliability.md`, by the name that stands in its place there. */
export const TABLES: Readonly<Record<string, () => Table>> = {
  matrix,
  faults,
  kills,
  interleavings,
  lives,
  fuzz,
  bursts,
  losses,
  breaks,
};

/**
 * Puts the tables into a document, each between `<!-- table: name -->` and `<!-- end -->`.
 *
 * @throws Error if the document lacks a place for one of them
 */
export function fillTables(document: string): string {
  return Object.entries(TABLES).reduce((text, [name, table]) => {
    const place = new RegExp(`(<!-- table: ${name} -->)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`docs/reliability.md has no place for the table ${name}`);
    const [head = [], ...rows] = table();
    const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
    return text.replace(
      place,
      (_, begin: string, end: string) => `${begin}\n\n${lines.join('\n')}\n\n${end}`,
    );
  }, document);
}
