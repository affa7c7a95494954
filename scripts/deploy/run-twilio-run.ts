import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from '../build-functions';

interface TwilioRunOptions {
  /** The project's folder, with a finished build in `dist`. */
  readonly project: string;
  /** The settings with the credentials. */
  readonly envFile: string;
  readonly args?: readonly string[];
  /** Of the embedded Twilio, if it goes there. */
  readonly twilioPort?: number;
  /** Longest time, in milliseconds. */
  readonly limitMs: number;
  /** Hears of what twilio-run writes. */
  readonly onOutput?: (text: string) => void;
}

/**
 * Runs the unmodified `twilio-run deploy`.
 *
 * @throws Error with its output if it fails
 */
export async function runTwilioRun(options: TwilioRunOptions): Promise<void> {
  const { project, envFile, args = [], twilioPort, limitMs, onOutput } = options;
  const twilioRun = createRequire(path.join(ROOT, 'package.json')).resolve('twilio-run/bin/twilio-run.js');
  const redirect =
    twilioPort === undefined ? [] : ['--require', path.join(ROOT, 'simulator', 'redirect.cjs')];
  const { PATH, HOME, HTTP_PROXY } = process.env;
  const child = spawn(process.execPath, [...redirect, twilioRun, 'deploy', '--env', envFile, ...args], {
    cwd: project,
    // With the whole environment of this shell, the deploy would depend on it.
    env: {
      PATH,
      HOME,
      ...(HTTP_PROXY === undefined ? {} : { HTTP_PROXY }),
      ...(twilioPort === undefined ? {} : { EMBEDDED_TWILIO_PORT: String(twilioPort) }),
      NO_UPDATE_NOTIFIER: '1',
      FORCE_COLOR: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      onOutput?.(chunk.toString('utf8'));
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`twilio-run deploy failed:\n${output}`);
}
