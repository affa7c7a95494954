import type { Invocation } from '../endpoints/endpoint';
import type { Platform } from '../platform';
import { openRoutingTable } from '../routing-table/open-routing-table';
import type { Settings } from '../settings';
import { ConfigurationError, findWrongSettings, SETTING_NAMES } from '../settings';
import { TwilioRequestError } from '../twilio/request-error';
import { Resources } from '../twilio/resources';

/** Whether one setting, and what it names, is as it should be. */
export interface Check {
  /** Of the setting. */
  readonly name: string;
  readonly ok: boolean;
  readonly problem?: string;
}

/** What is given by the platform alone is no setting of anybody's. */
const NAMES = SETTING_NAMES.filter((name) => name !== 'DOMAIN_NAME');

/** Names every setting, and asks Twilio for everything that they name. */
export async function checkResources({ settings, gateway, platform }: Invocation): Promise<Check[]> {
  const questions = questionsAbout(settings, new Resources(gateway));
  const checks = NAMES.map((name) => check(name, questions[name] ?? (() => undefined)));
  return [...(await Promise.all(checks)), checkRoutingTable(platform)];
}

/** Names every setting, and says which are wrong; Twilio cannot be asked then. */
export function checkSettings(context: Readonly<Record<string, unknown>>, platform: Platform): Check[] {
  const wrong = findWrongSettings(context);
  const checks = NAMES.map((name) => {
    const problem = wrong.get(name);
    return problem === undefined ? { name, ok: true } : { name, ok: false, problem };
  });
  return [...checks, checkRoutingTable(platform)];
}

/** How to ask for what a setting names, of those that name something and are set. */
function questionsAbout(settings: Settings, resources: Resources): Partial<Record<string, () => unknown>> {
  const { workspaceSid, workflowSid, transferWorkflowSid, outboundQueueSid } = settings;
  const { syncServiceSid, conversationsServiceSid } = settings;
  return {
    TASKROUTER_WORKSPACE_SID: () => resources.fetchWorkspace(workspaceSid),
    TASKROUTER_WORKFLOW_SID: () => resources.fetchWorkflow(workspaceSid, workflowSid),
    TRANSFER_WORKFLOW_SID: () =>
      transferWorkflowSid && resources.fetchWorkflow(workspaceSid, transferWorkflowSid),
    OUTBOUND_QUEUE_SID: () => outboundQueueSid && resources.fetchTaskQueue(workspaceSid, outboundQueueSid),
    SYNC_SERVICE_SID: () => resources.fetchSyncService(syncServiceSid),
    CONVERSATIONS_SERVICE_SID: () =>
      conversationsServiceSid && resources.fetchConversationsService(conversationsServiceSid),
  };
}

function checkRoutingTable(platform: Platform): Check {
  const name = 'routing.private.json';
  try {
    openRoutingTable(platform);
    return { name, ok: true };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { name, ok: false, problem: error.problem };
  }
}

async function check(name: string, ask: () => unknown): Promise<Check> {
  try {
    await ask();
    return { name, ok: true };
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    const problem = error.isPassing
      ? 'could not be asked for'
      : `Twilio refuses it (${error.code ?? error.status ?? ''})`;
    return { name, ok: false, problem };
  }
}
