import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/build-functions';

const run = promisify(execFile);

const PACKAGE = path.join(ROOT, 'packages', 'flex-interactions-client');
const BINARIES = path.join(ROOT, 'node_modules', '.bin');

/** The client as somebody has it who installed it. */
export interface InstalledClient {
  /** An otherwise empty project that it is installed in. */
  readonly folder: string;
  /** What the tarball holds. */
  readonly files: readonly string[];
}

/** Packs the client, built anew and elsewhere for tests run side by side, and installs the tarball in an empty folder. */
export async function installClient(): Promise<InstalledClient> {
  const folder = await mkdtemp(path.join(tmpdir(), 'client-'));
  const source = path.join(folder, 'source');
  await cp(PACKAGE, source, { recursive: true, filter: (file) => path.basename(file) !== 'dist' });
  const { stdout } = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: source,
    env: { ...process.env, PATH: `${BINARIES}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [
    { filename: string; files: { path: string }[] },
  ];
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`], {
    cwd: folder,
  });
  return { folder, files: packed.files.map((file) => file.path).sort() };
}

/** A module of the installed client. */
export function readInstalled({ folder }: InstalledClient, file: string): Promise<string> {
  return readFile(path.join(folder, 'node_modules', 'flex-interactions-client', file), 'utf8');
}

/** Type-checks a file of the project that the client is installed in; what the compiler says is in the error. */
export async function typeCheck({ folder }: InstalledClient, name: string, source: string): Promise<void> {
  await writeFile(path.join(folder, name), source);
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom'];
  const resolution = ['--module', 'nodenext', '--moduleResolution', 'nodenext'];
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [tsc, ...options, ...resolution, name], { cwd: folder }).catch(
    (error: unknown) => {
      throw new Error((error as { stdout: string }).stdout);
    },
  );
}

/** Runs a module of the project that the client is installed in; what it logs is JSON. */
export async function runModule({ folder }: InstalledClient, source: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', source], { cwd: folder });
  return JSON.parse(stdout);
}
