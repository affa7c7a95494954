import type { Team } from '../../support/team';
import { teamWithCustomer } from '../../support/team';
import type { Scenarios } from './scenario';
import { whileTwilioIsAway } from './scenario';

/** The refusals that every URL has that agents call. */
export function agentScenarios(url: string): Scenarios {
  const call = (team: Team, parameters: object) => team.deployment.call(url, parameters);
  return {
    invalid_request: async () => {
      const team = await teamWithCustomer();
      return call(team, { Token: team.ada.token, requestId: 'no spaces please' });
    },
    token_missing: async () => call(await teamWithCustomer(), {}),
    token_invalid: async () => call(await teamWithCustomer(), { Token: 'wrong' }),
    not_an_agent: async () => {
      const team = await teamWithCustomer();
      const { tokens, clock } = team.deployment.twilio;
      tokens.issue('guest', { identity: 'guest', roles: ['guest'], expiresAtMs: clock.now() + 60_000 });
      return call(team, { Token: 'guest' });
    },
    internal_error: async () => {
      const team = await teamWithCustomer();
      team.deployment.context.TASKROUTER_WORKSPACE_SID = 'nonsense';
      return call(team, { Token: team.ada.token });
    },
    upstream_unavailable: async () => {
      const team = await teamWithCustomer();
      return whileTwilioIsAway(team.deployment, () => call(team, { Token: team.ada.token }));
    },
  };
}
