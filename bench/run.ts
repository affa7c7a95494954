import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { dependencies } from '../package.json';
import { ROOT } from '../scripts/build-functions';
import { withQuotedTable } from './quoted-table';
import { bundles } from './sections/bundles';
import { burst } from './sections/burst';
import { coldLoad } from './sections/cold-load';
import { conversation } from './sections/conversation';
import { embeddedTwilio } from './sections/embedded-twilio';
import { perEvent } from './sections/per-event';
import { throughput } from './sections/throughput';
import { Stage } from './stage';
import type { Section } from './tables';

const DOCUMENT = path.join(ROOT, 'docs', 'benchmarks.md');
const README = path.join(ROOT, 'README.md');

const INTRODUCTION = `# Benchmarks

\`npm run bench\` measures this project beside a baseline in one run and writes this file and the README's table;
nothing of either is written by hand. The baseline is \`bench/naive/conversations.ts\`: the shortest handler that Twilio's documentation suggests, with
one create call and no guards. Both run as plain Node processes with the production dependencies, from the files that a
deploy would upload, against the same embedded Twilio with the same latency, by turns. No number comes from Twilio's
cloud.

A ratio is this project's number divided by the baseline's. Rows that the baseline wins say so.`;

const WHAT_WAS_TRIED = `## What was tried for the cold load

Kept:

- Single modules of the SDK instead of \`require('twilio')\`, loaded when the first call is made: neither axios nor the
  generated classes of other products are loaded.
- Node's \`https\` and \`crypto\` are loaded when the first call, or the first digest, needs them. That took about 30 %
  off an ignored event, which makes no call.
- The SDK stays outside the bundles: bundled it breaks the runtime's \`instanceof\` checks.

Not kept:

- Minified bundles: a quarter smaller, but no difference in time could be measured, and the place of an error in the log
  would mean nothing any more.
- V8's compile cache (\`module.enableCompileCache\`): it needs Node 22.1 and a folder that outlives the instance, which
  Functions does not have.`;

/** Runs every section, one after the other, writes the document, and quotes it in the README. */
async function run(): Promise<void> {
  const stage = await Stage.open();
  const desk = await Stage.open();
  const measured: Section[] = [];
  const sections: readonly [string, () => Promise<Section[]>][] = [
    ['cold load', () => coldLoad(stage, desk)],
    ['REST calls and milliseconds of an event', () => perEvent(stage)],
    ['throughput', () => throughput(stage)],
    ['bundles', () => bundles(stage)],
    ['whole Conversations', conversation],
    ['burst', burst],
    ['embedded Twilio', embeddedTwilio],
  ];
  try {
    for (const [name, measure] of sections) {
      const startedAtMs = performance.now();
      measured.push(...(await measure()));
      console.log(`${name}: measured in ${Math.round((performance.now() - startedAtMs) / 1_000)} s`);
    }
  } finally {
    await Promise.all([stage.close(), desk.close()]);
  }
  const document = [
    INTRODUCTION,
    `Measured with Node ${process.version}, \`twilio\` ${dependencies.twilio}, on ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}).`,
    ...measured.map(({ title, text, table }) => `## ${title}\n\n${text}\n\n${table}`),
    WHAT_WAS_TRIED,
  ].join('\n\n');
  const readme = await readFile(README, 'utf8');
  const written = await writeMarkdown(DOCUMENT, document);
  await writeMarkdown(README, withQuotedTable(readme, written));
  console.log('Wrote docs/benchmarks.md and the table of the README');
}

/** Writes a document as the formatter wants it, and returns it so. */
async function writeMarkdown(file: string, text: string): Promise<string> {
  const formatted = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
  await writeFile(file, formatted);
  return formatted;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
