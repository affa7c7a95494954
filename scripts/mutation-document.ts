/** What the document needs of Stryker's JSON report: https://github.com/stryker-mutator/mutation-testing-elements */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status:
    'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'RuntimeError' | 'CompileError';
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Why mutants of a file may live: the original, the replacement, and the reason. */
export type AcceptedSurvivors = Readonly<
  Record<string, readonly (readonly [original: string, replacement: string, reason: string])[]>
>;

interface Counts {
  readonly killed: number;
  readonly survived: number;
  readonly ignored: number;
}

const INTRODUCTION = `# Mutation tests

\`npm run mutate\` changes the code of \`src/core\` in one place at a time (a condition turned round, a call left out, a text
emptied) and runs the tests that reach the place; then it writes this file. A change that no test notices is a
survivor, and stands below with the reason why it may live.

Only what calls the product in process runs (\`test/unit\`, \`test/functions\` and the contract of our own requests): the
fault matrix, the interleavings and the runtime tests are not counted, so a survivor here may yet be noticed there.
Mutants of what a module does while it is loaded (schemas, tables, descriptions) are left out: each would need a
process of its own.
`;

/** Writes Stryker's report as a document: how many were noticed, folder by folder, and every survivor with its reason. */
export function mutationDocument(report: MutationReport, accepted: AcceptedSurvivors): string {
  const files = Object.entries(report.files).sort(([a], [b]) => a.localeCompare(b));
  const folders = new Map<string, Counts>();
  for (const [file, { mutants }] of files) {
    const folder = file
      .split('/')
      .slice(0, 3)
      .join('/')
      .replace(/\/[^/]+\.ts$/, '');
    folders.set(folder, sum(folders.get(folder), count(mutants)));
  }
  const total = [...folders.values()].reduce(sum);
  const rows = [...folders].map(([folder, counts]) => row(`\`${folder}\``, counts));
  const survivors = files.flatMap(([file, { source, mutants }]) => {
    const lines = mutants
      .filter(isSurvivor)
      .sort(byLine)
      .map((mutant) => survivorLine(source, mutant, accepted[file] ?? []));
    return lines.length === 0 ? [] : [`\n### \`${file}\`\n`, ...lines];
  });
  return [
    INTRODUCTION,
    '| | mutants | noticed | survived | left out | noticed |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
    row('**all**', total),
    '\n## Survivors',
    ...survivors,
    '',
  ].join('\n');
}

function count(mutants: readonly Mutant[]): Counts {
  return {
    killed: mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length,
    survived: mutants.filter(isSurvivor).length,
    ignored: mutants.filter(({ status }) => status === 'Ignored').length,
  };
}

function isSurvivor({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function byLine(a: Mutant, b: Mutant): number {
  return a.location.start.line - b.location.start.line || a.location.start.column - b.location.start.column;
}

function sum(a: Counts | undefined, b: Counts): Counts {
  if (!a) return b;
  return { killed: a.killed + b.killed, survived: a.survived + b.survived, ignored: a.ignored + b.ignored };
}

function row(name: string, { killed, survived, ignored }: Counts): string {
  const share = killed + survived === 0 ? '–' : `${((100 * killed) / (killed + survived)).toFixed(1)} %`;
  return `| ${name} | ${killed + survived} | ${killed} | ${survived} | ${ignored} | ${share} |`;
}

function survivorLine(
  source: string,
  { location, replacement = '' }: Mutant,
  accepted: AcceptedSurvivors[string],
): string {
  const original = cut(source, location);
  const changed = oneLine(replacement);
  const reason =
    accepted.find(([from, to]) => from === original && to === changed)?.[2] ?? '**not looked at yet**';
  return `- line ${location.start.line}: ${code(original)} → ${code(changed)}: ${reason}`;
}

/** The mutated code; of several lines the first. */
function cut(source: string, { start, end }: Mutant['location']): string {
  const line = source.split('\n')[start.line - 1] ?? '';
  return start.line === end.line
    ? line.slice(start.column - 1, end.column - 1)
    : `${line.slice(start.column - 1)} …`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function code(text: string): string {
  return text === '' ? 'nothing' : `\`\` ${text} \`\``;
}
