import { readFile } from 'node:fs/promises';
import { readVariables } from '../account/deployment';
import type { Account } from '../account/open-account';
import { findSyncService } from '../account/sync-service';
import { CommandError } from '../terminal/command-error';
import type { Terminal } from '../terminal/terminal';
import { applySetup } from './apply';
import type { Questions, SetupFlags } from './choose';
import { chooseSetup } from './choose';
import type { PlannedChange } from './plan';
import { isChange, makePlan } from './plan';
import type { Resource } from './resource';
import { resourcesOf } from './setup-account';
import { showChange, showDetails, showOverview } from './show-plan';

export interface SetupOptions extends SetupFlags {
  readonly apply?: boolean;
  readonly force?: boolean;
}

/** Questions that only a person can answer. */
export type SetupQuestions = Questions & { confirm(question: string): Promise<boolean> };

/**
 * Shows what setup would do and, if asked to, does it.
 *
 * @returns whether nothing is in the way
 * @throws CommandError for what its caller has to cure first; then nothing was changed
 */
export async function runSetup(
  account: Account,
  options: SetupOptions,
  terminal: Terminal,
  questions?: SetupQuestions,
): Promise<boolean> {
  const { client, deploymentUrl } = account;
  const { resources, syncServiceSid, workspaceSid } = await prepare(account, options, questions);
  const plan = await makePlan(resources, options.force === true);
  terminal.write(showOverview(plan, terminal.colors));
  if (options.apply !== true) for (const line of showDetails(plan, terminal.colors)) terminal.write(line);
  const isBlocked = plan.some(({ action }) => action === 'refused');
  const changes = plan.filter(isChange);
  terminal.write('');
  if (isBlocked)
    terminal.write('Somebody else uses what is marked. Take it away there, or displace it with --force.');
  if (deploymentUrl === undefined)
    terminal.write('Nothing is deployed yet: run `npm run deploy`, then this again for the webhooks.');
  if (changes.length === 0 && !isBlocked) {
    terminal.write('Everything is as it should be: no change.');
    return true;
  }
  if (options.apply !== true) {
    terminal.write(
      `This is a plan; nothing was changed. Add --apply to do it, --remove takes it back later.`,
    );
    return !isBlocked;
  }
  if (isBlocked) throw new CommandError('Nothing was changed.');
  if (questions && !(await questions.confirm(`Make ${changes.length} changes?`)))
    throw new CommandError('Nothing was changed.');
  const changed = await applySetup(resources, {
    client,
    force: options.force === true,
    place: { workspaceSid, ...(deploymentUrl === undefined ? {} : { deploymentUrl }) },
    syncServiceSid,
    onDone: (change) => {
      reportDone(change, terminal);
    },
  });
  terminal.write(`\nDone: ${changed} changes. \`npm run deploy\` brings the settings to the Functions.`);
  return true;
}

interface Prepared {
  readonly resources: readonly Resource[];
  /** The value of SYNC_SERVICE_SID. */
  readonly syncServiceSid: string | undefined;
  readonly workspaceSid: string;
}

async function prepare(
  account: Account,
  flags: SetupFlags,
  questions: Questions | undefined,
): Promise<Prepared> {
  const { client, envFile, deployment } = account;
  const deployedVariables = deployment ? await readVariables(client, deployment) : {};
  const syncServiceSid = envFile.get('SYNC_SERVICE_SID') ?? deployedVariables.SYNC_SERVICE_SID;
  if (
    syncServiceSid !== undefined &&
    !(await findSyncService(client, syncServiceSid)) &&
    syncServiceSid !== 'default'
  )
    throw new CommandError(
      `SYNC_SERVICE_SID is ${syncServiceSid}, which the account does not have. Clear it in .env.`,
    );
  const table = await readFile(account.routingTableFile, 'utf8').catch(() => undefined);
  const choices = await chooseSetup(account, flags, table, questions);
  return {
    resources: await resourcesOf({ ...account, deployedVariables }, choices),
    syncServiceSid,
    workspaceSid: choices.workspaceSid,
  };
}

function reportDone({ resource, action, now, next }: PlannedChange, { colors, write }: Terminal): void {
  write(`${colors.green('✔')} ${resource.title} ${action === 'create' ? 'created' : 'changed'}`);
  for (const line of showChange(resource, now, next)) write(colors.dim(`  ${line}`));
}
