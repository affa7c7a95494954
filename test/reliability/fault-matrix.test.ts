import { CLOSING_SCENARIOS } from './closing-scenarios';
import type { Cell } from './fault-matrix';
import { playMatrix } from './fault-matrix';
import { NET_SCENARIOS } from './net-scenarios';
import { ORPHAN_SCENARIOS } from './orphan-scenarios';
import { report } from './report';
import { RETURNING_SCENARIOS } from './returning-scenarios';
import { INBOUND_SCENARIOS } from './scenarios';
import { TEAM_SCENARIOS } from './team-scenarios';

const TIMEOUT_MS = 600_000;

describe.each([
  ['a customer has exactly one Interaction in the end, and never two', INBOUND_SCENARIOS],
  ['a customer who writes again has exactly one Interaction in the end, and never two', RETURNING_SCENARIOS],
  ['a Conversation that ended leaves nobody waiting, and its record closes', CLOSING_SCENARIOS],
  ['the nets catch what the webhooks let through, once', NET_SCENARIOS],
  ['an orphan is attended to, closed by policy, or given up with an alert, once', ORPHAN_SCENARIOS],
  ['a customer whose agents work together is never left alone, and nobody is invited twice', TEAM_SCENARIOS],
])('whatever befalls one REST call, %s', (_, scenarios) => {
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

function describeProblem({ site, fault, pattern, problem }: Cell): string[] {
  return problem === undefined ? [] : [`${site}, ${fault}, ${pattern}: ${problem}`];
}
