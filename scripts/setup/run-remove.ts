import { readVariables } from '../account/deployment';
import type { Account } from '../account/open-account';
import { findSyncService } from '../account/sync-service';
import { CommandError } from '../terminal/command-error';
import type { Terminal } from '../terminal/terminal';
import { BeforeStates } from './before-states';
import type { Restored } from './remove';
import { removeSetup } from './remove';
import type { Resource } from './resource';
import { ADDRESS_ID_PREFIX } from './resources/address-configuration';
import type { SetupQuestions } from './run-setup';
import { resourcesOf } from './setup-account';
import { showChange } from './show-plan';

const NO_SID = 'that of nothing';

/**
 * Restores how everything was before setup.
 *
 * @returns whether nothing had to be left alone
 */
export async function runRemove(
  account: Account,
  force: boolean,
  terminal: Terminal,
  questions?: Pick<SetupQuestions, 'confirm'>,
): Promise<boolean> {
  const { client, envFile, deployment } = account;
  const deployedVariables = deployment ? await readVariables(client, deployment) : {};
  const setting = envFile.get('SYNC_SERVICE_SID') ?? deployedVariables.SYNC_SERVICE_SID;
  const service = await findSyncService(client, setting);
  const states = service && (await BeforeStates.open(client, service.sid));
  if (!service || !states || states.ids.length === 0) {
    terminal.write('Setup has changed nothing in this account.');
    return true;
  }
  const question = `Restore ${states.ids.length} things, and delete the Sync service with its routing records?`;
  if (questions && !(await questions.confirm(question))) throw new CommandError('Nothing was changed.');
  const addresses = states.ids
    .filter((id) => id.startsWith(ADDRESS_ID_PREFIX))
    .map((id) => id.slice(ADDRESS_ID_PREFIX.length));
  const resources = await resourcesOf(
    { ...account, deployedVariables, deploymentUrl: states.place.deploymentUrl },
    // Nothing is wished for any more; the inbound addresses tell which configurations there are.
    {
      inbound: addresses,
      outbound: [],
      unowned: [],
      workspaceSid: states.place.workspaceSid ?? NO_SID,
      workflowSid: NO_SID,
      closedTimer: undefined,
    },
  );
  const byId = new Map<string, Resource>(resources.map((resource) => [resource.id, resource]));
  const left = await removeSetup({
    client,
    syncServiceSid: service.sid,
    force,
    resourceOf: (id) => byId.get(id),
    onDone: (restored) => {
      report(restored, terminal);
    },
  });
  terminal.write(
    left === 0
      ? '\nEverything is as it was before setup.'
      : `\n${left} things are not as they were, so the Sync service that knows how they were stays. --force restores also what somebody has changed since.`,
  );
  return left === 0;
}

function report(
  { resource, outcome, now, before, problem = '' }: Restored,
  { colors, write }: Terminal,
): void {
  if (outcome === 'failed') {
    write(`${colors.red('✖')} ${resource.title}: ${problem}`);
    return;
  }
  if (outcome === 'left') {
    write(`${colors.yellow('!')} ${resource.title}: left alone, somebody has changed it since`);
    return;
  }
  const word = outcome === 'restored' ? (before === null ? 'deleted' : 'restored') : 'is as it was';
  write(`${colors.green('✔')} ${resource.title} ${word}`);
  if (outcome === 'restored' && before !== null)
    for (const line of showChange(resource, now, before)) write(colors.dim(`  ${line}`));
}
