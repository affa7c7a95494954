import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './build-functions';
import type { DeliberateBreak } from './deliberate-breaks';

/** What tests and their configuration need. */
const COPIED = ['src', 'test', 'simulator', 'scripts', 'package.json', 'jest.config.cjs', 'tsconfig.json'];

export interface BreakResult extends DeliberateBreak {
  /** Whether the named test turned red; `false` also if there is no such test. */
  readonly isNoticed: boolean;
  /** How the first failure begins, or what went wrong instead. */
  readonly failure: string;
}

interface JestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A copy of the project, outside it, to break. */
export async function copyProject(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'deliberate-break-'));
  for (const name of COPIED) await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Puts a defect into a copy of the project, runs the test that has to notice it, and takes the defect out again. */
export async function breakDeliberately(one: DeliberateBreak, folder: string): Promise<BreakResult> {
  const file = path.join(folder, one.file);
  const source = await readFile(file, 'utf8');
  if (source.split(one.find).length !== 2) {
    return { ...one, isNoticed: false, failure: 'the text to replace is not there, or not once' };
  }
  await writeFile(
    file,
    source.replace(one.find, () => one.replace),
  );
  try {
    return { ...one, ...(await runTest(one, folder)) };
  } finally {
    await writeFile(file, source);
  }
}

async function runTest({ test, name }: DeliberateBreak, folder: string) {
  const output = path.join(folder, '.cache', 'break.json');
  await mkdir(path.dirname(output), { recursive: true });
  await rm(output, { force: true });
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  await runJest(folder, [test, '-t', escaped, '--json', `--outputFile=${output}`]);
  const report = JSON.parse(await readFile(output, 'utf8')) as JestReport;
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.find(({ title, status }) => status === 'failed' && title.startsWith(name));
  const failure = failed?.failureMessages[0] ?? report.testResults[0]?.message ?? '';
  return { isNoticed: failed !== undefined, failure: failure.slice(0, 2_000) };
}

function runJest(folder: string, args: readonly string[]): Promise<void> {
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const env = { ...process.env, RELIABILITY: '', NODE_ENV: 'test' };
  const child = spawn(process.execPath, [jest, '--silent', '--runInBand', ...args], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      resolve();
    });
  });
}
