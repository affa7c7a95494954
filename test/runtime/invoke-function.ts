import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';

export interface InvocationRequest {
  /** The file of the Function. */
  readonly file: string;
  readonly privateAssets: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, string>>;
  /** If absent, the Function is only loaded. */
  readonly event?: object;
  /** Where `*.twilio.com` is sent to. */
  readonly twilioPort?: number;
}

export interface InvocationReport {
  readonly handlerType?: string;
  readonly error?: string | null;
  readonly response?: { readonly statusCode: number; readonly headers: object; readonly body: unknown };
  /** The files of all modules that were loaded in the process. */
  readonly modules: readonly string[];
}

/** Loads, and invokes, one Function in a fresh process, as a cold instance in the cloud would. */
export function invokeFunction({ twilioPort, ...request }: InvocationRequest): Promise<InvocationReport> {
  const redirect = path.join(ROOT, 'simulator', 'redirect.cjs');
  return new Promise((resolve, reject) => {
    const child = fork(path.join(__dirname, 'function-process.cjs'), {
      cwd: tmpdir(),
      env: twilioPort === undefined ? {} : { EMBEDDED_TWILIO_PORT: String(twilioPort) },
      execArgv: twilioPort === undefined ? [] : ['--require', redirect],
      silent: true,
    });
    const output: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    child.once('message', (report) => {
      resolve(report as InvocationReport);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(
        new Error(`The process ended with code ${String(code)} and without a report:\n${output.join('')}`),
      );
    });
    child.send(request);
  });
}
