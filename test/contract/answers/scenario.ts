import type { Deployment, EndpointAnswer } from '../../support/deployment';
import { settled } from '../../support/settled';

/** Brings an endpoint to give one of its documented answers. */
export type Scenario = () => Promise<EndpointAnswer>;

/** Scenarios of one URL, by the status of a success or the code of an error. */
export type Scenarios = Readonly<Record<string, Scenario>>;

/** Lets an endpoint find Twilio unreachable. */
export async function whileTwilioIsAway(
  deployment: Deployment,
  call: () => Promise<EndpointAnswer>,
): Promise<EndpointAnswer> {
  deployment.twilio.faults.add({ kind: 'status', status: 503 });
  return settled(deployment, call());
}
