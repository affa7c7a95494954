import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EmbeddedTwilio } from '../embedded-twilio';
import type { FlexAccount } from '../flex-account';
import { setUpFlexAccount, wireDeployment } from '../flex-account';
import { close, listen } from '../http/listen';
import { createRestServer } from '../http/rest-server';
import { startFunctions } from './functions-process';
import { createLocalCloud } from './local-cloud';

interface LocalDeploymentOptions {
  readonly twilio: EmbeddedTwilio;
  /** The project's folder, with a finished build in `dist`. */
  readonly project: string;
  /** Paths of the built Functions below `dist/functions`. */
  readonly functions: readonly string[];
  readonly ports?: { readonly functions: number; readonly twilio: number };
  readonly onLine?: (line: string) => void;
  /** Variables beside those that every deployment has. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Event Streams tells everything a second time, as in the supported set-up. */
  readonly withEventStreams?: boolean;
  /** Nothing is pointed at the Functions, as in an account before its setup. */
  readonly isUnwired?: boolean;
}

/** The built project running on this machine, wired to an embedded Twilio. */
export interface LocalDeployment {
  readonly account: FlexAccount;
  /** What the Functions find in their context. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where Twilio's webhooks and plugins reach the Functions. */
  readonly functionsUrl: string;
  /** Where the REST API listens. */
  readonly twilioUrl: string;
  readonly twilioPort: number;
  stop(): Promise<void>;
}

/** Starts the REST API, twilio-run's local server and the local cloud in front of it, and wires the webhooks. */
export async function startLocalDeployment(options: LocalDeploymentOptions): Promise<LocalDeployment> {
  const { twilio, project, ports = { functions: 0, twilio: 0 } } = options;
  const account = setUpFlexAccount(twilio);
  const restServer = createRestServer(twilio);
  const twilioPort = await listen(restServer, ports.twilio);
  const variables = { ...variablesOf(twilio, account), ...options.variables };
  const functions = await startFunctions({
    project,
    twilioPort,
    envFile: await writeEnvFile(variables, project),
    onLine: options.onLine ?? (() => undefined),
  });
  const cloud = createLocalCloud({
    port: functions.port,
    authToken: twilio.authToken,
    protectedPaths: pathsWith(options.functions, '.protected.js'),
    privatePaths: pathsWith(options.functions, '.private.js'),
  });
  const functionsUrl = `http://localhost:${await listen(cloud, ports.functions)}`;
  const addresses = await readAddresses(project);
  for (const { address } of addresses) twilio.senders.own(address);
  if (options.isUnwired !== true) {
    wireDeployment(twilio, {
      functionsUrl,
      addresses: addresses.filter(({ isInbound }) => isInbound),
      conversations: 'service',
      withTaskEvents: true,
      ...(options.withEventStreams === true ? { eventStreamsPassword: LOCAL_EVENT_STREAMS_PASSWORD } : {}),
    });
  }
  return {
    account,
    variables,
    functionsUrl,
    twilioUrl: `http://localhost:${twilioPort}`,
    twilioPort,
    stop: async () => {
      await close(cloud);
      await functions.stop();
      await close(restServer);
    },
  };
}

/** These open nothing but Functions that run on this machine. */
const LOCAL_BACKEND_API_KEY = 'local-backend-key';
const LOCAL_EVENT_STREAMS_PASSWORD = 'local-event-streams-password';

/** The variables that `.env` holds in a real deployment. */
function variablesOf(twilio: EmbeddedTwilio, account: FlexAccount): Record<string, string> {
  return {
    ACCOUNT_SID: twilio.accountSid,
    AUTH_TOKEN: twilio.authToken,
    TASKROUTER_WORKSPACE_SID: twilio.workspace.entity.sid,
    TASKROUTER_WORKFLOW_SID: account.assignToAnyone.sid,
    OUTBOUND_QUEUE_SID: account.everyone.sid,
    TRANSFER_WORKFLOW_SID: account.transfer.sid,
    BACKEND_API_KEY: LOCAL_BACKEND_API_KEY,
    EVENT_STREAMS_PASSWORD: LOCAL_EVENT_STREAMS_PASSWORD,
    SWEEP_SINCE: new Date(0).toISOString().slice(0, 10),
  };
}

async function writeEnvFile(variables: Readonly<Record<string, string>>, project: string): Promise<string> {
  const folder = path.join(project, '.cache');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `local-${process.pid}.env`);
  await writeFile(
    file,
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  return file;
}

interface TableAddress {
  readonly address: string;
  readonly type: string;
  /** Customers can write to it. */
  readonly isInbound: boolean;
}

/** The addresses of the routing table, all of which the account owns. */
async function readAddresses(project: string): Promise<TableAddress[]> {
  const file = path.join(project, 'dist', 'assets', 'routing.private.json');
  const table = JSON.parse(await readFile(file, 'utf8')) as {
    addresses?: Record<string, { inbound?: boolean }>;
  };
  return Object.entries(table.addresses ?? {}).map(([address, entry]) => ({
    address,
    type: /^([a-z]+):/.exec(address)?.[1] ?? (address.includes('@') ? 'email' : 'sms'),
    isInbound: entry.inbound === true,
  }));
}

function pathsWith(files: readonly string[], ending: string): Set<string> {
  return new Set(
    files.filter((file) => file.endsWith(ending)).map((file) => `/${file.slice(0, -ending.length)}`),
  );
}
