import type { EndpointAnswer } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';

export const TASKROUTER = '/webhooks/taskrouter';

/** Ada transfers her customer to Grace; no event reaches the product from then on. */
export async function transferredSilently(team: Team, mode = 'cold'): Promise<void> {
  const { deployment, ada, grace, taskSid } = team;
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  const parameters = { taskSid, workerSid: grace.sid, mode };
  const { status } = await deployment.callAgent(ada, '/agent/transfer', parameters);
  if (status !== 201) throw new Error(`transfer: ${status}`);
}

/** The newest event of a type that TaskRouter told or would have told. */
export function eventOf({ deployment }: Team, type: string): Record<string, unknown> {
  const found = deployment.deliveries.findLast(({ title }) => title === type);
  if (!found) throw new Error(`There was no ${type}`);
  return found.detail.parameters as Record<string, unknown>;
}

/** Delivers an event of TaskRouter; time passes until there is an answer. */
export function delivered({ deployment }: Team, event: object): Promise<EndpointAnswer> {
  return settled(deployment, deployment.call(TASKROUTER, event));
}
