import { table } from './tables';

/** A cell of `docs/benchmarks.md`. */
interface Cell {
  readonly section: string;
  readonly row: string;
  readonly column: string;
}

const COLD = { section: 'Cold load and memory', column: 'until done' };
const CALLS = { section: 'REST calls of one event', row: "a customer's first message" };
const WHOLE = 'A whole Conversation, wired alike';

/** What the README quotes: a name, this project's cell, the baseline's. */
const QUOTED: readonly (readonly [name: string, ours: Cell, naive: Cell])[] = [
  [
    'cold start, first Interaction made',
    { ...COLD, row: "a customer's first message, until its Interaction is made" },
    { ...COLD, row: 'the same in the baseline' },
  ],
  [
    "an agent's message, cold and ignored",
    { ...COLD, row: "an agent's message, ignored" },
    { ...COLD, row: "an agent's message in the baseline, which does not ignore it" },
  ],
  ['REST calls of a first message', ...bySide(CALLS)],
  ['REST calls of 100 messages', ...bySide({ section: WHOLE, row: '100 messages: REST calls' })],
  [
    'Interactions that 100 messages lead to',
    ...bySide({ section: WHOLE, row: '100 messages: Interactions made' }),
  ],
];

/** The README's table of a few rows of the benchmarks, as `docs/benchmarks.md` has them; throws if one is gone. */
export function quotedTable(benchmarks: string): string {
  return table(
    ['', 'this project', 'the short handler'],
    QUOTED.map(([name, ours, naive]) => [name, read(benchmarks, ours), read(benchmarks, naive)]),
  );
}

/** A README with its table of benchmarks replaced. */
export function withQuotedTable(readme: string, benchmarks: string): string {
  return readme.replace(/^\|.*\| the short handler \|\n(?:\|.*\n)+/m, () => `${quotedTable(benchmarks)}\n`);
}

function bySide(cell: Omit<Cell, 'column'>): [Cell, Cell] {
  return [
    { ...cell, column: 'this project' },
    { ...cell, column: 'baseline' },
  ];
}

function read(benchmarks: string, { section, row, column }: Cell): string {
  const [, below = ''] = benchmarks.split(`\n## ${section}\n`);
  const [head = [], ...rows] = (below.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const cell = rows.find(([, name]) => name === row)?.[head.indexOf(column)];
  if (cell === undefined)
    throw new Error(`docs/benchmarks.md has no ${column} of "${row}" below "${section}"`);
  return cell;
}
