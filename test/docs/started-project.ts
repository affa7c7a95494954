import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/build-functions';

const execute = promisify(execFile);

/** What `npm start` and the commands beside it need. */
const COPIED = [
  'src',
  'simulator',
  'scripts',
  'packages',
  'package.json',
  'tsconfig.json',
  '.twilioserverlessrc',
];
const LONGEST_START_MS = 60_000;

/** The project in a folder of its own, where `npm start` runs, so that nobody else's is disturbed. */
export class StartedProject {
  readonly #folder: string;
  readonly #start: ChildProcess;
  /** Ports that the documents name, with those that were free. */
  readonly #ports: Readonly<Record<string, string>>;

  private constructor(folder: string, start: ChildProcess, ports: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#start = start;
    this.#ports = ports;
  }

  /** @param flags of `npm start` */
  static async run(...flags: readonly string[]): Promise<StartedProject> {
    const folder = await mkdtemp(path.join(tmpdir(), 'started-project-'));
    for (const name of COPIED) await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    // What the script of package.json runs, so that the process can be ended without a shell between.
    const start = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...flags], { cwd: folder });
    const output = await outputUntil(start, /Ctrl-C/).catch(async (error: unknown) => {
      start.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
    const port = (name: string): string =>
      new RegExp(`${name} +http://localhost:(\\d+)`).exec(output)?.[1] ?? '';
    return new StartedProject(folder, start, {
      4000: port('Console'),
      3000: port('Functions'),
      4010: port('Twilio'),
    });
  }

  /**
   * Executes a command of a document.
   *
   * @returns what it printed
   * @throws Error if it fails
   */
  async execute(command: string): Promise<string> {
    const here = command.replaceAll(
      /localhost:(\d+)/g,
      (address, port: string) => `localhost:${this.#ports[port] ?? address}`,
    );
    const { stdout } = await execute('bash', ['-c', here], { cwd: this.#folder });
    return stdout;
  }

  async stop(): Promise<void> {
    const hasEnded = once(this.#start, 'exit');
    this.#start.kill('SIGINT');
    await hasEnded;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** @throws Error with all that was printed, if it ends or takes too long */
async function outputUntil({ stdout, stderr }: ChildProcess, end: RegExp): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(new Error(`npm start does not run:\n${lines.join('')}`));
    };
    const timer = setTimeout(giveUp, LONGEST_START_MS);
    stdout?.once('end', giveUp);
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        lines.push(chunk.toString('utf8'));
        if (!end.test(lines.join(''))) return;
        clearTimeout(timer);
        resolve(lines.join(''));
      });
    }
  });
}
