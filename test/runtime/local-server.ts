import childProcess from 'node:child_process';
import { createServer } from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { fsHelpers } from '@twilio-labs/serverless-api';
import { LocalDevelopmentServer } from '@twilio/runtime-handler/dev';
import { ROOT } from '../../scripts/build-functions';
import { close, listen } from '../../simulator/http/listen';

interface LocalServerOptions {
  /** The build, below the project, so that the bundles find their packages. */
  readonly dist: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Whether each request gets a process of its own. */
  readonly forkProcess: boolean;
}

export interface LocalServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs a build in the local server that twilio-run uses, in this process. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { dist, variables, forkProcess } = options;
  const routes = await fsHelpers.getListOfFunctionsAndAssets(dist, {
    functionsFolderNames: ['functions'],
    assetsFolderNames: ['assets'],
  });
  const development = new LocalDevelopmentServer(0, {
    baseDir: ROOT,
    env: { ...variables },
    port: 0,
    url: 'http://localhost',
    detailedLogs: false,
    live: false,
    logs: false,
    legacyMode: false,
    appName: 'twilio-run',
    forkProcess,
    routes,
    enableDebugLogs: false,
  });
  const server = createServer(development.getApp());
  const port = await listen(server, 0);
  return { url: `http://127.0.0.1:${port}`, stop: () => close(server) };
}

/**
 * Sends what this process, and the processes that it forks, ask of `*.twilio.com` to a port of this machine.
 *
 * @returns what ends it
 */
export function redirectTwilio(port: number): () => void {
  const redirect = path.join(ROOT, 'simulator', 'redirect.cjs');
  const environment = { EMBEDDED_TWILIO_PORT: String(port) };
  const { request, get } = https;
  Object.assign(process.env, environment);
  jest.requireActual(redirect);
  const fork = childProcess.fork.bind(childProcess);
  const spy = jest.spyOn(childProcess, 'fork').mockImplementation((modulePath) =>
    fork(modulePath, [], {
      execArgv: ['--require', redirect],
      env: { ...process.env, ...environment },
      silent: true,
    }),
  );
  return () => {
    Object.assign(https, { request, get });
    spy.mockRestore();
  };
}
