import type { ChildProcess } from 'node:child_process';
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
  /** How far the clock of the process is ahead, in milliseconds. */
  readonly aheadMs?: number;
}

export interface InvocationReport {
  readonly handlerType?: string;
  readonly error?: string | null;
  readonly response?: { readonly statusCode: number; readonly headers: object; readonly body: unknown };
  /** The files of all modules that were loaded in the process. */
  readonly modules: readonly string[];
  /** The modules of Node itself that were loaded, e.g. `https`. */
  readonly builtins: readonly string[];
}

/** An invocation that is under way in a process of its own. */
interface RunningInvocation {
  readonly process: ChildProcess;
  /** Rejects if the process ends before. */
  readonly report: Promise<InvocationReport>;
}

/** Loads, and invokes, one Function in a fresh process, as a cold instance in the cloud would. */
export function invokeFunction(request: InvocationRequest): Promise<InvocationReport> {
  return startInvocation(request).report;
}

/** Begins an invocation that may be killed. */
export function startInvocation({ twilioPort, ...request }: InvocationRequest): RunningInvocation {
  const redirect = path.join(ROOT, 'simulator', 'redirect.cjs');
  const child = fork(path.join(__dirname, 'function-process.cjs'), {
    cwd: tmpdir(),
    env: twilioPort === undefined ? {} : { EMBEDDED_TWILIO_PORT: String(twilioPort) },
    execArgv: twilioPort === undefined ? [] : ['--require', redirect],
    silent: true,
  });
  const report = new Promise<InvocationReport>((resolve, reject) => {
    const output: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    child.once('message', (report) => {
      resolve(report as InvocationReport);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(
        new Error(
          `The process ended with ${signal ?? `code ${String(code)}`} and without a report:\n${output.join('')}`,
        ),
      );
    });
    child.send(request);
  });
  return { process: child, report };
}
