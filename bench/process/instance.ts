import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';

const LONGEST_MS = 60_000;

/** Loads a package and nothing else. */
export interface LoadRequest {
  readonly module: string;
  /** What of a client is touched, e.g. `['flexApi', 'v1']`. */
  readonly products?: readonly (readonly [string, string])[];
}

export interface InvokeRequest {
  /** The file of the Function; it is loaded by the first invocation. */
  readonly file: string;
  /** Where the SDK is, for `context.getTwilioClient`. */
  readonly sdk: string;
  readonly context: Readonly<Record<string, string>>;
  readonly event: object;
  /** The texts of the private assets, by name. */
  readonly assets: Readonly<Record<string, string>>;
  /** What sends REST calls to the embedded Twilio; needed by an event that leads to calls. */
  readonly redirect?: string;
  /** How often, one after the other. */
  readonly times?: number;
}

export interface Measured {
  /** From the first `require` of a first invocation, else from the call of the handler, to the last answer. */
  readonly ms: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly error?: string | null;
  readonly answer?: { readonly statusCode?: number; readonly body?: unknown };
}

/** One instance of Functions: a process that has loaded nothing yet. */
export class Instance {
  readonly #process: ChildProcess;

  constructor(twilioPort: number) {
    this.#process = fork(path.join(__dirname, 'function-process.cjs'), {
      cwd: tmpdir(),
      env: { EMBEDDED_TWILIO_PORT: String(twilioPort) },
      execArgv: [],
    });
  }

  /** @throws Error if the invocation failed, or no answer came */
  async run(request: LoadRequest | InvokeRequest): Promise<Measured> {
    this.#process.send(request);
    const answered = once(this.#process, 'message', { signal: AbortSignal.timeout(LONGEST_MS) });
    const [measured] = (await answered) as [Measured];
    if (typeof measured.error === 'string') throw new Error(measured.error);
    return measured;
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.disconnect();
    await gone;
  }
}

/** Runs one request in an instance of its own. */
export async function runCold(twilioPort: number, request: LoadRequest | InvokeRequest): Promise<Measured> {
  const instance = new Instance(twilioPort);
  try {
    return await instance.run(request);
  } finally {
    await instance.stop();
  }
}
