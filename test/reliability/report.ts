import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** `npm run reliability` runs the long forms and keeps what they measured; `npm test` runs seeded short forms. */
export const IS_FULL = process.env.RELIABILITY === 'full';

/** What the short forms choose by, and what the random ones begin with. */
export const SEED = Number(process.env.RELIABILITY_SEED ?? 20_260_105);

/** Where the tables for `docs/reliability.md` are kept. */
export const REPORT_FOLDER = path.join(__dirname, '..', '..', '.cache', 'reliability');

/** Keeps the rows of a table for `docs/reliability.md`. */
export function report(name: string, rows: readonly object[]): void {
  if (!IS_FULL) return;
  mkdirSync(REPORT_FOLDER, { recursive: true });
  writeFileSync(path.join(REPORT_FOLDER, `${name.replace(/\W+/g, '-')}.json`), JSON.stringify(rows, null, 1));
}
