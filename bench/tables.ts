/** One thing that was measured of this project and of the baseline. */
export interface Comparison {
  readonly name: string;
  readonly ours: number;
  readonly naive: number;
  readonly unit?: string;
  /** More is better, as with a throughput. */
  readonly moreIsBetter?: boolean;
}

/** A heading with what stands below it. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly table: string;
}

/** A table of comparisons, the ratio first; whatever the baseline does better is marked as lost. */
export function comparisonTable(rows: readonly Comparison[]): string {
  return table(
    ['', 'ratio', 'this project', 'baseline', ''],
    rows.map((row) => {
      const { name, ours, naive, unit = '' } = row;
      return [name, ratio(ours, naive), number(ours, unit), number(naive, unit), verdict(row)];
    }),
  );
}

/** This project as a part of the baseline. */
export function ratio(ours: number, naive: number): string {
  if (ours === naive) return '1.00';
  return naive === 0 ? 'none to divide by' : (ours / naive).toFixed(2);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

export function number(value: number, unit = ''): string {
  const digits = value < 10 && !Number.isInteger(value) ? 1 : 0;
  return `${value.toFixed(digits)}${unit && ` ${unit}`}`;
}

function verdict({ ours, naive, moreIsBetter = false }: Comparison): string {
  if (ours === naive) return 'even';
  return ours > naive === moreIsBetter ? 'won' : 'lost';
}
