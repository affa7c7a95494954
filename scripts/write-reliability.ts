import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { REPORT_FOLDER } from '../test/reliability/report';
import type { BreakResult } from './break-deliberately';
import { breakDeliberately, copyProject } from './break-deliberately';
import { ROOT } from './build-functions';
import { DELIBERATE_BREAKS } from './deliberate-breaks';
import { fillTables } from './reliability-tables';

const DOCUMENT = path.join(ROOT, 'docs', 'reliability.md');

/** Runs everything that is measured in its long form, and writes what came of it into `docs/reliability.md`. */
async function writeReliability(): Promise<void> {
  await rm(REPORT_FOLDER, { recursive: true, force: true });
  await mkdir(REPORT_FOLDER, { recursive: true });
  console.log('The fault matrix, interleavings, fuzz, bursts, losses and kills, in their long forms');
  const exitCode = await runLongForms();
  console.log('Deliberate breaks');
  const breaks = await breakAll();
  await writeFile(path.join(REPORT_FOLDER, 'breaks.json'), JSON.stringify(breaks));
  const document = fillTables(await readFile(DOCUMENT, 'utf8'));
  const options = await resolveConfig(DOCUMENT);
  await writeFile(DOCUMENT, await format(document, { ...options, parser: 'markdown' }));
  console.log('Wrote docs/reliability.md');
  if (exitCode !== 0 || breaks.some(({ isNoticed }) => !isNoticed)) process.exitCode = 1;
}

function runLongForms(): Promise<number | null> {
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [jest, 'test/reliability', 'test/property'], {
    cwd: ROOT,
    env: { ...process.env, RELIABILITY: 'full' },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

async function breakAll(): Promise<BreakResult[]> {
  const { folder, remove } = await copyProject();
  const results: BreakResult[] = [];
  for (const one of DELIBERATE_BREAKS) {
    const result = await breakDeliberately(one, folder);
    console.log(`${result.isNoticed ? 'noticed  ' : 'UNNOTICED'}  ${one.breaks}`);
    results.push(result);
  }
  await remove();
  return results;
}

writeReliability().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
