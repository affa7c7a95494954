import type { MutationReport } from '../../scripts/mutation-document';
import { mutationDocument } from '../../scripts/mutation-document';

const SOURCE = 'const isLate = atMs <= dueMs;\nlog("late");\n';

function mutant(
  line: number,
  [from, to]: [number, number],
  replacement: string,
  status: 'Killed' | 'Survived',
) {
  const location = { start: { line, column: from }, end: { line, column: to } };
  return { mutatorName: 'Any', replacement, status, location };
}

const REPORT: MutationReport = {
  files: {
    'src/core/routing/late.ts': {
      source: SOURCE,
      mutants: [
        mutant(2, [5, 11], '""', 'Survived'),
        mutant(1, [16, 29], 'atMs < dueMs', 'Survived'),
        mutant(1, [16, 29], 'false', 'Killed'),
      ],
    },
    'src/core/log.ts': { source: SOURCE, mutants: [mutant(1, [16, 29], 'true', 'Killed')] },
  },
};

describe('docs/mutation.md', () => {
  const document = mutationDocument(REPORT, {
    'src/core/routing/late.ts': [['atMs <= dueMs', 'atMs < dueMs', 'a millisecond']],
  });

  it('counts what was noticed, folder by folder', () => {
    expect(document).toContain('| `src/core` | 1 | 1 | 0 | 0 | 100.0 % |');
    expect(document).toContain('| `src/core/routing` | 3 | 1 | 2 | 0 | 33.3 % |');
    expect(document).toContain('| **all** | 4 | 2 | 2 | 0 | 50.0 % |');
  });

  it('says of every survivor why it may live, or that nobody has looked', () => {
    expect(document).toMatch(/line 1: `` atMs <= dueMs `` → `` atMs < dueMs ``: a millisecond\n- line 2/);
    expect(document).toContain('- line 2: `` "late" `` → `` "" ``: **not looked at yet**');
  });
});
