import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ACCEPTED_SURVIVORS } from '../test/mutation/accepted-survivors';
import { ROOT } from './build-functions';
import type { MutationReport } from './mutation-document';
import { mutationDocument } from './mutation-document';

const DOCUMENT = path.join(ROOT, 'docs', 'mutation.md');

/** Writes Stryker's report into `docs/mutation.md`. */
async function writeMutation(): Promise<void> {
  const report = JSON.parse(
    await readFile(path.join(ROOT, '.cache', 'mutation.json'), 'utf8'),
  ) as MutationReport;
  const options = await resolveConfig(DOCUMENT);
  const document = mutationDocument(report, ACCEPTED_SURVIVORS);
  await writeFile(DOCUMENT, await format(document, { ...options, parser: 'markdown' }));
  console.log('Wrote docs/mutation.md');
}

writeMutation().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
