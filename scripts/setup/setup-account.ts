import type { Twilio } from 'twilio';
import type { EnvFile } from '../account/env-file';
import { readFlex } from '../account/flex';
import { InteractionWebhooks } from '../account/interaction-webhooks';
import { findSyncService } from '../account/sync-service';
import type { Resource } from './resource';
import { addressConfiguration } from './resources/address-configuration';
import { conversationTimers } from './resources/conversation-timers';
import { conversationsWebhook } from './resources/conversations-webhook';
import { envSettings, newSecret } from './resources/env-settings';
import { eventStreams } from './resources/event-streams';
import { interactionWebhook } from './resources/interaction-webhook';
import type { AddressChoices } from './resources/routing-table-file';
import { inboundAddresses, routingTableFile } from './resources/routing-table-file';
import { syncService } from './resources/sync-service';
import { taskrouterCallback } from './resources/taskrouter-callback';

/** What setup works on: an account, and the files of the project. */
interface SetupAccount {
  readonly client: Twilio;
  readonly envFile: EnvFile;
  readonly routingTableFile: string;
  /** Variables of the deployment, for settings that `.env` does not have. */
  readonly deployedVariables: Readonly<Record<string, string | undefined>>;
  /** Where the Functions are; absent before the first deploy. */
  readonly deploymentUrl: string | undefined;
}

/** What a person chose, by flags or when asked. */
export interface SetupChoices extends AddressChoices {
  readonly workspaceSid: string;
  readonly workflowSid: string;
  /** An ISO 8601 duration; none is set if absent. */
  readonly closedTimer: string | undefined;
}

/** Everything that setup configures, in the order in which it does. */
export async function resourcesOf(account: SetupAccount, choices: SetupChoices): Promise<Resource[]> {
  const { client, envFile, deployedVariables, deploymentUrl } = account;
  const setting = (name: string): string | undefined => envFile.get(name) ?? deployedVariables[name];
  const service = syncService(client, setting('SYNC_SERVICE_SID'));
  const password = setting('EVENT_STREAMS_PASSWORD') ?? newSecret();
  const table = routingTableFile(account.routingTableFile, choices);
  let syncServiceSid: string | undefined;
  const settings = envSettings(envFile, {
    TASKROUTER_WORKSPACE_SID: choices.workspaceSid,
    TASKROUTER_WORKFLOW_SID: choices.workflowSid,
    // Conversations from before setup are not ours to repair.
    SWEEP_SINCE: setting('SWEEP_SINCE') ?? new Date().toISOString().slice(0, 10),
    SYNC_SERVICE_SID: () => syncServiceSid,
    secrets: {
      EVENT_STREAMS_PASSWORD: password,
      BACKEND_API_KEY: setting('BACKEND_API_KEY') ?? newSecret(),
    },
  });
  const files: Resource[] = [
    service,
    {
      ...settings,
      read: async () => {
        syncServiceSid = (await findSyncService(client, setting('SYNC_SERVICE_SID')))?.sid;
        return settings.read();
      },
    },
    table,
    conversationTimers(client, choices.closedTimer),
  ];
  if (deploymentUrl === undefined) return files;
  const flex = await readFlex(client);
  const conversationsServiceSid = setting('CONVERSATIONS_SERVICE_SID') ?? flex.defaultServiceSid;
  const wishedTable = table.want(await table.read());
  const text = wishedTable.kind === 'be' ? String(wishedTable.state?.text) : '{}';
  return [
    ...files,
    eventStreams(client, deploymentUrl, password),
    taskrouterCallback(client, choices.workspaceSid, deploymentUrl),
    interactionWebhook(new InteractionWebhooks(client, flex.instanceSid), deploymentUrl),
    conversationsWebhook(client, conversationsServiceSid, deploymentUrl),
    ...inboundAddresses(text).map((address) =>
      addressConfiguration(client, address, conversationsServiceSid, deploymentUrl),
    ),
  ];
}
