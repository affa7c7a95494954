import { Command } from 'commander';
import { withAccountOptions } from './account/open-account';
import type { DeployOptions } from './deploy/run-deploy';
import { runDeploy } from './deploy/run-deploy';
import { runCommand } from './terminal/run-command';
import { processTerminal } from './terminal/terminal';

const command = withAccountOptions(new Command('npm run deploy --'))
  .description('Checks, builds and deploys the project to Twilio Functions, then runs the doctor.')
  .option('--no-check', 'leave out npm run check')
  .addHelpText(
    'after',
    '\nExit code: 0 if it is deployed and the doctor finds no error.\nTry it without an account: `npm start` in one terminal, `npm run deploy -- --local` in another.',
  )
  .action(async (options: DeployOptions) => {
    if (!(await runDeploy(options, processTerminal()))) process.exitCode = 1;
  });

void runCommand(command);
