import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** `npm run reliability` runs the long forms and keeps what they measured; `npm test` runs seeded short forms. */
export const IS_FULL = process.env.RELIABILITY === 'full';

const FOLDER = path.join(__dirname, '..', '..', '.cache', 'reliability');

/** Keeps the rows of a table for `docs/reliability.md`. */
export function report(name: string, rows: readonly object[]): void {
  if (!IS_FULL) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.json`), JSON.stringify(rows, null, 1));
}
