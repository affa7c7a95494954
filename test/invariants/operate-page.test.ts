import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';
import { loggedWords } from './logged-outcomes';

const page = readFileSync(path.join(ROOT, 'docs', 'operate.md'), 'utf8');
/** Words in code font in the first column of a table. */
const explained = new Set(
  [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+)/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []),
);
const { outcomes, reasons } = loggedWords();

describe("the operator's page", () => {
  it('explains every outcome that the code can log', () => {
    expect(outcomes).toContain('routed');
    expect(outcomes.filter((outcome) => !explained.has(outcome))).toEqual([]);
  });

  it('explains every reason that the code can log', () => {
    expect(reasons).toContain('not_ours');
    expect(reasons.filter((reason) => !explained.has(reason))).toEqual([]);
  });

  it('explains nothing that the code cannot log', () => {
    expect([...explained].filter((word) => !outcomes.includes(word) && !reasons.includes(word))).toEqual([]);
  });
});
