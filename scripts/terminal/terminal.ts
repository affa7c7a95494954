import Table from 'cli-table3';
import type { Colors } from 'picocolors/types';
import pc from 'picocolors';

/** Where a command writes, in colours only where a person reads. */
export interface Terminal {
  readonly colors: Colors;
  readonly write: (line: string) => void;
}

/** The terminal of this process: no colours when piped, or with NO_COLOR. */
export function processTerminal(): Terminal {
  const colorful = process.stdout.isTTY && !process.env.NO_COLOR;
  return {
    colors: pc.createColors(colorful),
    write: (line) => {
      process.stdout.write(`${line}\n`);
    },
  };
}

/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && !process.env.CI;
}

/** A table as lines of text; its columns are as wide as their content. */
export function toTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): string {
  const table = new Table({
    head: head.map((title) => colors.bold(title)),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
