import { TASK_EVENTS } from '../../setup/needed-events';
import { leadsTo } from '../../setup/resource';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

/** The callback has to lead here, with a filter that has no spaces and every event. */
export async function checkTaskrouterCallback({ client, variables, url }: Patient): Promise<Finding[]> {
  const { TASKROUTER_WORKSPACE_SID: workspaceSid } = variables;
  const workspaces = await client.taskrouter.v1.workspaces.list();
  const workspace = workspaces.find(({ sid }) => sid === workspaceSid);
  // Told by another check.
  if (!workspace) return [];
  const { eventCallbackUrl, eventsFilter } = workspace;
  if (!leadsTo(eventCallbackUrl, url, '/webhooks/taskrouter'))
    return [finding('taskrouter-callback-elsewhere', eventCallbackUrl || 'nothing')];
  // Without a filter all events are told.
  if (!eventsFilter) return [];
  if (/\s/.test(eventsFilter)) return [finding('taskrouter-filter-spaces', `"${eventsFilter}"`)];
  const told = eventsFilter.split(',');
  return TASK_EVENTS.filter((event) => !told.includes(event)).map((event) =>
    finding('taskrouter-filter-events', event),
  );
}
