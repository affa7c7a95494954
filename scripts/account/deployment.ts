import type { Twilio } from 'twilio';
import { name } from '../../package.json';

/** The name of the Twilio Functions service, and of all else that is made in an account: that of the package. */
export const SERVICE_NAME = name;

/** What is deployed to one environment of Twilio Functions. */
export interface Deployment {
  readonly serviceSid: string;
  readonly environmentSid: string;
  /** Of the build that answers; null if nothing was ever deployed there. */
  readonly buildSid: string | null;
  /** Where the Functions are, without a slash at the end. */
  readonly url: string;
}

/**
 * Finds the deployment of this project in an account.
 *
 * @param environment the end of its domain, e.g. `dev`, or `production` for the domain without one
 * @returns nothing if it was never deployed
 */
export async function findDeployment(client: Twilio, environment: string): Promise<Deployment | undefined> {
  const services = await client.serverless.v1.services.list();
  const service = services.find(({ uniqueName }) => uniqueName === SERVICE_NAME);
  if (!service) return undefined;
  const suffix = environment === 'production' ? '' : environment;
  const environments = await client.serverless.v1.services(service.sid).environments.list();
  const found = environments.find(({ domainSuffix }) => ((domainSuffix as string | null) ?? '') === suffix);
  if (!found) return undefined;
  return {
    serviceSid: service.sid,
    environmentSid: found.sid,
    buildSid: found.buildSid,
    url: `https://${found.domainName}`,
  };
}

/** The variables of a deployment, secrets included: not to be shown. */
export async function readVariables(client: Twilio, deployment: Deployment): Promise<Record<string, string>> {
  const { serviceSid, environmentSid } = deployment;
  const variables = await client.serverless.v1
    .services(serviceSid)
    .environments(environmentSid)
    .variables.list();
  return Object.fromEntries(variables.map(({ key, value }) => [key, value]));
}
