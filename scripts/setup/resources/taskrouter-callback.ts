import type { Twilio } from 'twilio';
import { TASK_EVENTS } from '../needed-events';
import type { Resource, State } from '../resource';
import { leadsTo, merge } from '../resource';

const PATH = '/webhooks/taskrouter';

/** Two repetitions, of refused answers as well: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const RETRIES = '#rc=2&rp=all';

/**
 * The event callback of the workspace: there is one.
 *
 * @see https://www.twilio.com/docs/taskrouter/api/workspace
 */
export function taskrouterCallback(client: Twilio, workspaceSid: string, deploymentUrl: string): Resource {
  const workspace = client.taskrouter.v1.workspaces(workspaceSid);
  const isHere = (state: State): boolean => leadsTo(state?.url as string | null, deploymentUrl, PATH);
  return {
    id: 'taskrouter-callback',
    title: 'TaskRouter event callback',
    read: async () => {
      const { eventCallbackUrl, eventsFilter } = await workspace.fetch();
      return { url: eventCallbackUrl || null, filter: eventsFilter || null };
    },
    want: (now) => {
      const { url = null, filter = null } = now ?? {};
      const kept =
        isHere(now) && typeof filter === 'string' ? filter.split(',').map((name) => name.trim()) : [];
      return {
        kind: 'be',
        state: {
          url: isHere(now) ? url : `${deploymentUrl}${PATH}${RETRIES}`,
          // With a space Twilio matches nothing behind it.
          filter: merge(kept.filter(Boolean), TASK_EVENTS).join(','),
        },
        ...(url !== null && !isHere(now) ? { displaces: `the event callback ${url as string}` } : {}),
      };
    },
    write: async (_, next) => {
      const { url, filter } = next ?? {};
      await workspace.update({
        eventCallbackUrl: (url as string | null) ?? '',
        eventsFilter: (filter as string | null) ?? '',
      });
    },
    isOurs: isHere,
  };
}
