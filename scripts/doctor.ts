import { Command } from 'commander';
import type { AccountOptions } from './account/open-account';
import { openAccount, withAccountOptions } from './account/open-account';
import type { DoctorOptions } from './doctor/run-doctor';
import { runDoctor } from './doctor/run-doctor';
import { runCommand } from './terminal/run-command';
import { processTerminal } from './terminal/terminal';

const command = withAccountOptions(new Command('npm run doctor --'))
  .description('Looks for what is wrong with a deployment and the account around it. It changes nothing.')
  .option('--json', 'findings as JSON')
  .addHelpText(
    'after',
    '\nExit code: 0 if there is no error, 1 otherwise; warnings do not count.\nTry it without an account: `npm start` in one terminal, `npm run -s doctor -- --local` in another.',
  )
  .action(async (options: DoctorOptions & AccountOptions) => {
    const isHealthy = await runDoctor(await openAccount(options), options, processTerminal());
    if (!isHealthy) process.exitCode = 1;
  });

void runCommand(command);
