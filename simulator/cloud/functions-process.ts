import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { findFreePort } from '../http/listen';

interface FunctionsProcessOptions {
  /** The project's folder: where `.twilioserverlessrc`, `package.json` and `dist` are. */
  readonly project: string;
  readonly twilioPort: number;
  /** The file with the deployment's variables. */
  readonly envFile: string;
  readonly onLine: (line: string) => void;
}

interface FunctionsProcess {
  readonly port: number;
  stop(): Promise<void>;
}

const READY_TRIES = 200;
const READY_WAIT_MS = 50;

/**
 * Runs the built Functions in twilio-run's local server, without a fork per request, its REST calls redirected to
 * the embedded Twilio.
 */
export async function startFunctions(options: FunctionsProcessOptions): Promise<FunctionsProcess> {
  // twilio-run would ask for another port at a prompt; it is given one that is free.
  const port = await findFreePort(0);
  const twilioRun = createRequire(path.join(options.project, 'package.json')).resolve(
    'twilio-run/bin/twilio-run.js',
  );
  const child = spawn(
    process.execPath,
    [
      '--require',
      path.join(__dirname, '..', 'redirect.cjs'),
      twilioRun,
      'start',
      '--no-fork-process',
      '--no-live',
      '--port',
      String(port),
      '--env',
      options.envFile,
    ],
    {
      cwd: options.project,
      env: { ...process.env, EMBEDDED_TWILIO_PORT: String(options.twilioPort), FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  forwardLines(child, options.onLine);
  await waitUntilReady(child, port);
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          resolve();
          return;
        }
        child.once('exit', () => {
          resolve();
        });
        child.kill('SIGKILL');
      }),
  };
}

function forwardLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
  }
}

async function waitUntilReady(child: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < READY_TRIES; attempt++) {
    if (child.exitCode !== null) throw new Error(`twilio-run ended with code ${child.exitCode}`);
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, READY_WAIT_MS));
    }
  }
  throw new Error('twilio-run did not start');
}
