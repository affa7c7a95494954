import { faultyInvocation } from '../../reliability/faulty-platform';
import type { DeploymentOptions } from '../../support/deployment';
import { settled } from '../../support/settled';
import { withAgents } from './outreach-deployment';

/** A deployment in which Ada's click died after one of its calls, and how long ago, in milliseconds. */
export async function dieAfter(
  call: RegExp,
  [url, parameters]: readonly [string, object],
  waitMs: number,
  options?: DeploymentOptions,
) {
  const world = withAgents(options);
  const { deployment, ada } = world;
  const { deployment: other, ada: otherAda } = withAgents(options);
  const recorded = faultyInvocation(other.platform());
  await settled(other, other.callAgent(otherAda, url, parameters, recorded.platform));
  const at = recorded.calls.findIndex((name) => call.test(name));
  expect(at).toBeGreaterThanOrEqual(0);
  const { platform } = faultyInvocation(deployment.platform(), { fault: 'killed after the call', at });
  void deployment.callAgent(ada, url, parameters, platform);
  await deployment.settle(waitMs);
  return world;
}
