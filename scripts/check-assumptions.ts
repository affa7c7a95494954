import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import twilio from 'twilio';
import { compareWithAccount } from '../simulator/assumptions/compare';

const NEEDED = [
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TASKROUTER_WORKSPACE_SID',
  'TASKROUTER_WORKFLOW_SID',
];

/** Makes the requests that an assumption of the embedded Twilio rests on, of it and of a real account. */
async function check({ output }: { readonly output: string }): Promise<void> {
  const [accountSid = '', authToken = '', workspaceSid = '', workflowSid = ''] = NEEDED.map(
    (name) => process.env[name] ?? '',
  );
  const missing = NEEDED.filter((name) => (process.env[name] ?? '') === '');
  if (missing.length > 0) {
    console.error(`Nothing was done: this needs an account. Please set ${missing.join(', ')}.
The workflow should lead to a queue that nobody works in. Everything that the checks make is removed again.`);
    process.exitCode = 2;
    return;
  }
  const comparisons = await compareWithAccount({
    client: twilio(accountSid, authToken),
    workspaceSid,
    workflowSid,
  });
  for (const { assumption, title, embedded, account, isSame } of comparisons) {
    console.log(`${isSame ? 'same     ' : 'different'} ${assumption}: ${title}`);
    if (!isSame) console.log(`          here ${JSON.stringify(embedded)}, there ${JSON.stringify(account)}`);
  }
  await writeFile(output, `${JSON.stringify({ at: new Date().toISOString(), comparisons }, null, 2)}\n`);
  console.log(`Written to ${output}`);
  if (comparisons.some(({ isSame }) => !isSame)) process.exitCode = 1;
}

new Command('check-assumptions')
  .description('Compares the embedded Twilio with a real account, where no page says how it behaves')
  .option('--output <file>', 'where to write what was seen', 'assumptions-seen.json')
  .action(check)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
