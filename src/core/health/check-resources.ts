import type { Invocation } from '../endpoints/endpoint';
import { openRouting } from '../routing/open-routing';
import { ConfigurationError } from '../settings';
import { TwilioRequestError } from '../twilio/request-error';
import { Resources } from '../twilio/resources';

/** Whether one setting, and what it names, is as it should be. */
export interface Check {
  /** Of the setting. */
  readonly name: string;
  readonly ok: boolean;
  readonly problem?: string;
}

/** Asks Twilio for everything that the settings name. */
export async function checkResources(invocation: Invocation): Promise<Check[]> {
  const { settings, gateway } = invocation;
  const resources = new Resources(gateway);
  const { workspaceSid, workflowSid, syncServiceSid, conversationsServiceSid } = settings;
  const questions: [name: string, ask: () => Promise<unknown>][] = [
    ['TASKROUTER_WORKSPACE_SID', () => resources.fetchWorkspace(workspaceSid)],
    ['TASKROUTER_WORKFLOW_SID', () => resources.fetchWorkflow(workspaceSid, workflowSid)],
    ['SYNC_SERVICE_SID', () => resources.fetchSyncService(syncServiceSid)],
    ['routing.private.json', () => Promise.resolve(openRouting(invocation))],
  ];
  if (conversationsServiceSid !== undefined) {
    questions.push([
      'CONVERSATIONS_SERVICE_SID',
      () => resources.fetchConversationsService(conversationsServiceSid),
    ]);
  }
  return Promise.all(questions.map(([name, ask]) => check(name, ask)));
}

async function check(name: string, ask: () => Promise<unknown>): Promise<Check> {
  try {
    await Promise.resolve().then(ask);
    return { name, ok: true };
  } catch (error) {
    if (error instanceof ConfigurationError) return { name, ok: false, problem: error.problem };
    if (!(error instanceof TwilioRequestError)) throw error;
    const problem = error.isPassing
      ? 'could not be asked for'
      : `Twilio refuses it (${error.code ?? error.status ?? ''})`;
    return { name, ok: false, problem };
  }
}
