import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedTwilio } from '../simulator/embedded-twilio';
import { close, listen } from '../simulator/http/listen';
import { createRestServer } from '../simulator/http/rest-server';
import type { FileVersion, Visibility } from '../simulator/serverless/entities';
import { copyProject } from './deploy/copy-project';
import { runTwilioRun } from './deploy/run-twilio-run';

/** A Function or an asset as the cloud would have it. */
export interface DeployedFile {
  /** E.g. `/webhooks/conversations`. */
  readonly path: string;
  readonly visibility: Visibility;
}

/** Everything that a deploy puts into the cloud. */
export interface DeployedProject {
  readonly functions: readonly DeployedFile[];
  readonly assets: readonly DeployedFile[];
  /** Versions by package. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly variables: Readonly<Record<string, string>>;
}

export type Variables = Readonly<Record<string, string>>;

/** Well-formed, and nobody's. */
const REHEARSAL_VARIABLES: Variables = {
  TASKROUTER_WORKSPACE_SID: 'WS00000000000000000000000000000001',
  TASKROUTER_WORKFLOW_SID: 'WW00000000000000000000000000000001',
};

const LONGEST_DEPLOY_MS = 60_000;

/**
 * Deploys the project with the unmodified `twilio-run deploy` to a stand-in of Twilio's Serverless API, from a copy
 * in a temporary folder, and tells what arrived there.
 *
 * @param variables what `.env` would hold, besides the credentials
 * @throws Error with the output of twilio-run if the deploy fails
 */
export async function rehearseDeploy(variables = REHEARSAL_VARIABLES): Promise<DeployedProject> {
  const twilio = new EmbeddedTwilio();
  const server = createRestServer(twilio);
  const port = await listen(server, 0);
  const project = await mkdtemp(path.join(tmpdir(), 'deploy-rehearsal-'));
  try {
    await copyProject(project);
    const { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN } = twilio;
    const envFile = path.join(project, 'rehearsal.env');
    await writeFile(envFile, toEnvFile({ ACCOUNT_SID, AUTH_TOKEN, ...variables }));
    await runTwilioRun({ project, envFile, twilioPort: port, limitMs: LONGEST_DEPLOY_MS });
    return readDeployed(twilio);
  } finally {
    await close(server);
    await rm(project, { recursive: true, force: true });
  }
}

function toEnvFile(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function readDeployed(twilio: EmbeddedTwilio): DeployedProject {
  const [service, ...otherServices] = twilio.serverless.services.values();
  const [environment, ...otherEnvironments] = service?.environments.values() ?? [];
  const build = service?.builds.get(environment?.buildSid ?? '');
  if (!environment || !build || otherServices.length > 0 || otherEnvironments.length > 0)
    throw new Error('twilio-run did not deploy one build to one environment of one service');
  return {
    functions: toFiles(build.functionVersions),
    assets: toFiles(build.assetVersions),
    dependencies: Object.fromEntries(build.dependencies.map(({ name, version }) => [name, version])),
    runtime: build.runtime,
    variables: Object.fromEntries([...environment.variables.values()].map(({ key, value }) => [key, value])),
  };
}

function toFiles(versions: readonly FileVersion[]): DeployedFile[] {
  return versions
    .map(({ path: url, visibility }) => ({ path: url, visibility }))
    .sort((a, b) => a.path.localeCompare(b.path));
}

function print({ functions, assets, dependencies, runtime, variables }: DeployedProject): void {
  const files = (title: string, all: readonly DeployedFile[]): void => {
    console.log(`${title}:`);
    for (const { path: url, visibility } of all) console.log(`  ${visibility.padEnd(10)} ${url}`);
  };
  files('Functions', functions);
  files('Assets', assets);
  console.log('Dependencies:');
  for (const [name, version] of Object.entries(dependencies)) console.log(`  ${name} ${version}`);
  console.log(`Variables: ${Object.keys(variables).join(', ')}\nRuntime: ${runtime}`);
}

if (require.main === module) {
  rehearseDeploy()
    .then(print)
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    });
}
