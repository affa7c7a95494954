import type { Cell, Scenario } from './fault-matrix';
import { playMatrix } from './fault-matrix';
import { report } from './report';

const TIMEOUT_MS = 600_000;

/** Plays the matrix of each scenario as a test of its own. */
export function describeMatrix(promise: string, scenarios: readonly Scenario[]): void {
  describe(`whatever befalls one REST call, ${promise}`, () => {
    it.each(scenarios)(
      '$name',
      async (scenario) => {
        const cells = await playMatrix(scenario);
        report(`matrix ${scenario.name}`, cells);
        expect(cells.length).toBeGreaterThan(0);
        expect(cells.flatMap(describeProblem)).toEqual([]);
      },
      TIMEOUT_MS,
    );
  });
}

function describeProblem({ site, fault, pattern, problem }: Cell): string[] {
  return problem === undefined ? [] : [`${site}, ${fault}, ${pattern}: ${problem}`];
}
