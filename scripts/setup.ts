import { Command } from 'commander';
import type { AccountOptions } from './account/open-account';
import { openAccount, withAccountOptions } from './account/open-account';
import { runRemove } from './setup/run-remove';
import type { SetupOptions } from './setup/run-setup';
import { runSetup } from './setup/run-setup';
import { askAtTerminal } from './terminal/questions';
import { runCommand } from './terminal/run-command';
import { isInteractive, processTerminal } from './terminal/terminal';

const command = withAccountOptions(new Command('npm run setup --'))
  .description('Points an account at this project. Without --apply it only shows what it would do.')
  .option('--apply', 'do it')
  .option('--remove', 'restore everything as it was before setup')
  .option('--force', 'displace webhooks, callbacks and flows of others')
  .option('--inbound <addresses...>', 'addresses that take customers’ messages, e.g. +14155550111')
  .option('--outbound <addresses...>', 'addresses that agents may write from')
  .option('--workspace <sid>', 'TaskRouter workspace; that of Flex by default')
  .option('--workflow <sid>', 'workflow that routes customers')
  .option('--closed-timer <duration>', 'closes Conversations that nobody closes, or "none"', 'P90D')
  .addHelpText(
    'after',
    '\nTry it without an account: `npm start -- --unwired` in one terminal, `npm run setup -- --local` in another.',
  )
  .option('-y, --yes', 'do not ask before it is done')
  .action(
    async (
      options: SetupOptions & AccountOptions & { readonly remove?: boolean; readonly yes?: boolean },
    ) => {
      const account = await openAccount(options);
      const terminal = processTerminal();
      const questions = isInteractive() && options.yes !== true ? await askAtTerminal() : undefined;
      const isDone =
        options.remove === true
          ? await runRemove(account, options.force === true, terminal, questions)
          : await runSetup(account, options, terminal, questions);
      if (!isDone) process.exitCode = 1;
    },
  );

void runCommand(command);
