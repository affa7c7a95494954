import type { ApiCall, Operations } from '../kernel/api-call';
import { invalidParameter } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { named, resourceOf, workspaceOf } from './find-resource';
import type { StoredWorkspace } from './workspace';
import type { WorkspaceResources } from './workspace-resources';

/** Workspaces and their activities. */
export function workspaceOperations(
  world: World,
  workspaces: Map<string, StoredWorkspace>,
  resources: WorkspaceResources,
): Operations {
  const now = (): string => isoSeconds(world.clock.now());
  const activitySid = (workspace: StoredWorkspace, sid: string): { sid: string; name: string } => {
    const activity = workspace.activities.get(sid);
    if (!activity) throw invalidParameter(`Activity ${sid} does not exist`);
    return { sid, name: activity.friendly_name };
  };

  return {
    CreateWorkspace: (call) => {
      const workspace = resources.createWorkspace(call.form.requiredText('FriendlyName'));
      updateWorkspace(workspace, call);
      workspaces.set(workspace.entity.sid, workspace);
      return { status: 201, body: workspace.entity };
    },
    FetchWorkspace: (call) => ({ body: workspaceOf(call, workspaces, 'Sid').entity }),
    ListWorkspace: (call) =>
      toPage(
        call,
        'workspaces',
        named(
          call,
          [...workspaces.values()].map(({ entity }) => entity),
        ),
      ),
    UpdateWorkspace: (call) => {
      const workspace = workspaceOf(call, workspaces, 'Sid');
      updateWorkspace(workspace, call);
      const { form } = call;
      const [defaultSid, timeoutSid] = [form.text('DefaultActivitySid'), form.text('TimeoutActivitySid')];
      if (defaultSid !== undefined) {
        const { sid, name } = activitySid(workspace, defaultSid);
        Object.assign(workspace.entity, { default_activity_sid: sid, default_activity_name: name });
      }
      if (timeoutSid !== undefined) {
        const { sid, name } = activitySid(workspace, timeoutSid);
        Object.assign(workspace.entity, { timeout_activity_sid: sid, timeout_activity_name: name });
      }
      workspace.entity.date_updated = now();
      return { body: workspace.entity };
    },
    DeleteWorkspace: (call) => {
      workspaces.delete(workspaceOf(call, workspaces, 'Sid').entity.sid);
      return {};
    },

    CreateActivity: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const available = call.form.boolean('Available') ?? false;
      return {
        status: 201,
        body: resources.createActivity(workspace, call.form.requiredText('FriendlyName'), available),
      };
    },
    FetchActivity: (call) => ({ body: resourceOf(call, workspaceOf(call, workspaces).activities) }),
    ListActivity: (call) => {
      const available = call.query.text('Available');
      const all = named(call, workspaceOf(call, workspaces).activities.values());
      return toPage(
        call,
        'activities',
        all.filter((one) => available === undefined || String(one.available) === available),
      );
    },
    UpdateActivity: (call) => {
      const activity = resourceOf(call, workspaceOf(call, workspaces).activities);
      activity.friendly_name = call.form.text('FriendlyName') ?? activity.friendly_name;
      activity.date_updated = now();
      return { body: activity };
    },
    DeleteActivity: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const { sid } = resourceOf(call, workspace.activities);
      if (workspace.entity.default_activity_sid === sid || workspace.entity.timeout_activity_sid === sid) {
        throw invalidParameter('The default and the timeout activity cannot be deleted');
      }
      workspace.activities.delete(sid);
      return {};
    },
  };
}

function updateWorkspace({ entity }: StoredWorkspace, { form }: ApiCall): void {
  entity.friendly_name = form.text('FriendlyName') ?? entity.friendly_name;
  entity.event_callback_url = emptyToNull(form.text('EventCallbackUrl'), entity.event_callback_url);
  entity.events_filter = emptyToNull(form.text('EventsFilter'), entity.events_filter);
  entity.multi_task_enabled = form.boolean('MultiTaskEnabled') ?? entity.multi_task_enabled;
  entity.prioritize_queue_order =
    (form.text('PrioritizeQueueOrder') as 'FIFO' | 'LIFO' | undefined) ?? entity.prioritize_queue_order;
}

function emptyToNull(given: string | undefined, before: string | null): string | null {
  if (given === undefined) return before;
  return given === '' ? null : given;
}
