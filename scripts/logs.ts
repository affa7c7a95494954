import { Command } from 'commander';
import type { AccountOptions } from './account/open-account';
import { openAccount, withAccountOptions } from './account/open-account';
import type { LogsOptions } from './logs/run-logs';
import { runLogs } from './logs/run-logs';
import { runCommand } from './terminal/run-command';
import { processTerminal } from './terminal/terminal';

const command = withAccountOptions(new Command('npm run logs --'))
  .description(
    'Shows what a deployment logged; docs/operate.md tells what each outcome means. Twilio keeps 30 days.',
  )
  .option('--outcome <outcomes...>', 'lines of these outcomes, e.g. failed')
  .option('--conversation <sid>', 'lines about one Conversation')
  .option('--alerts', 'lines that an operator has to see')
  .option('--since <time>', 'from when: how long ago, e.g. 24h, or a time', '1h')
  .option('--until <time>', 'until when')
  .option('--json', 'one JSON object a line')
  .addHelpText(
    'after',
    '\nTry it without an account: `npm start` in one terminal, `npm run logs -- --local` in another.',
  )
  .action(async (options: LogsOptions & AccountOptions) => {
    const count = await runLogs(await openAccount(options), options, processTerminal(), Date.now());
    if (count === 0) process.stderr.write('No such lines.\n');
  });

void runCommand(command);
