import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { parseExpression } from './expression';
import { matches } from './expression';
import { parseObject } from './task-router';
import { parseWorkflowConfiguration } from './workflow-configuration';
import type { StoredWorkspace } from './workspace';
import type { WorkspaceResources } from './workspace-resources';

/** The workspace of a call. */
export function workspaceOf(
  call: ApiCall,
  workspaces: ReadonlyMap<string, StoredWorkspace>,
  name = 'WorkspaceSid',
): StoredWorkspace {
  const workspace = workspaces.get(pathParameter(call, name));
  if (!workspace) throw notFound(new URL(call.url).pathname);
  return workspace;
}

/** One resource of a workspace by the last parameter of the path. */
export function resourceOf<Resource>(
  call: ApiCall,
  resources: ReadonlyMap<string, Resource>,
  name = 'Sid',
): Resource {
  const resource = resources.get(pathParameter(call, name));
  if (!resource) throw notFound(new URL(call.url).pathname);
  return resource;
}

/** Workspaces and what they consist of, apart from workers and tasks. */
export function workspaceOperations(
  world: World,
  workspaces: Map<string, StoredWorkspace>,
  resources: WorkspaceResources,
): Operations {
  const now = (): string => isoSeconds(world.clock.now());
  const named = <Resource extends { friendly_name: string }>(
    call: ApiCall,
    all: Iterable<Resource>,
  ): Resource[] => {
    const name = call.query.text('FriendlyName');
    return [...all].filter(({ friendly_name: friendlyName }) => name === undefined || friendlyName === name);
  };
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

    CreateTaskChannel: (call) => {
      const { form } = call;
      const channel = resources.createTaskChannel(
        workspaceOf(call, workspaces),
        form.requiredText('UniqueName'),
        form.requiredText('FriendlyName'),
      );
      return { status: 201, body: channel };
    },
    FetchTaskChannel: (call) => ({ body: taskChannelOf(call, workspaceOf(call, workspaces)) }),
    ListTaskChannel: (call) =>
      toPage(call, 'channels', [...workspaceOf(call, workspaces).taskChannels.values()]),
    UpdateTaskChannel: (call) => {
      const channel = taskChannelOf(call, workspaceOf(call, workspaces));
      channel.friendly_name = call.form.text('FriendlyName') ?? channel.friendly_name;
      channel.channel_optimized_routing =
        call.form.boolean('ChannelOptimizedRouting') ?? channel.channel_optimized_routing;
      channel.date_updated = now();
      return { body: channel };
    },
    DeleteTaskChannel: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const { sid } = taskChannelOf(call, workspace);
      workspace.taskChannels.delete(sid);
      for (const worker of workspace.workers.values()) worker.channels.delete(sid);
      return {};
    },

    CreateTaskQueue: (call) => {
      const { form } = call;
      const workspace = workspaceOf(call, workspaces);
      const queue = resources.createQueue(
        workspace,
        form.requiredText('FriendlyName'),
        form.text('TargetWorkers'),
      );
      updateQueue(queue, call);
      return { status: 201, body: queue };
    },
    FetchTaskQueue: (call) => ({ body: resourceOf(call, workspaceOf(call, workspaces).queues) }),
    ListTaskQueue: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const worker = workspace.workers.get(call.query.text('WorkerSid') ?? '');
      const attributes = worker && parseObject(worker.entity.attributes);
      const all = named(call, workspace.queues.values());
      return toPage(
        call,
        'task_queues',
        all.filter(({ target_workers: target }) => !attributes || matches(target, { own: attributes })),
      );
    },
    UpdateTaskQueue: (call) => {
      const queue = resourceOf(call, workspaceOf(call, workspaces).queues);
      updateQueue(queue, call);
      queue.date_updated = now();
      return { body: queue };
    },
    DeleteTaskQueue: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const { sid } = resourceOf(call, workspace.queues);
      if ([...workspace.tasks.values()].some(({ entity }) => entity.task_queue_sid === sid)) {
        throw invalidParameter('The TaskQueue still has tasks');
      }
      workspace.queues.delete(sid);
      return {};
    },

    CreateWorkflow: (call) => {
      const { form } = call;
      const workflow = resources.createWorkflow(
        workspaceOf(call, workspaces),
        form.requiredText('FriendlyName'),
        form.requiredText('Configuration'),
        form.number('TaskReservationTimeout'),
      );
      updateWorkflow(workflow, call);
      return { status: 201, body: workflow };
    },
    FetchWorkflow: (call) => ({ body: resourceOf(call, workspaceOf(call, workspaces).workflows) }),
    ListWorkflow: (call) =>
      toPage(call, 'workflows', named(call, workspaceOf(call, workspaces).workflows.values())),
    UpdateWorkflow: (call) => {
      const workflow = resourceOf(call, workspaceOf(call, workspaces).workflows);
      updateWorkflow(workflow, call);
      workflow.date_updated = now();
      return { body: workflow };
    },
    DeleteWorkflow: (call) => {
      const workspace = workspaceOf(call, workspaces);
      workspace.workflows.delete(resourceOf(call, workspace.workflows).sid);
      return {};
    },

    FetchEvent: (call) => {
      const event = workspaceOf(call, workspaces).events.find(
        ({ sid }) => sid === pathParameter(call, 'Sid'),
      );
      if (!event) throw notFound(new URL(call.url).pathname);
      return { body: event };
    },
    ListEvent: (call) =>
      toPage(call, 'events', filterEvents(call, workspaceOf(call, workspaces), world.clock.now())),
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

function updateQueue(queue: ReturnType<WorkspaceResources['createQueue']>, { form }: ApiCall): void {
  const target = form.text('TargetWorkers');
  if (target !== undefined) parseExpression(target);
  queue.friendly_name = form.text('FriendlyName') ?? queue.friendly_name;
  queue.target_workers = target ?? queue.target_workers;
  queue.max_reserved_workers = form.number('MaxReservedWorkers') ?? queue.max_reserved_workers;
  queue.task_order = (form.text('TaskOrder') as 'FIFO' | 'LIFO' | undefined) ?? queue.task_order;
}

function updateWorkflow(workflow: ReturnType<WorkspaceResources['createWorkflow']>, { form }: ApiCall): void {
  const configuration = form.text('Configuration');
  if (configuration !== undefined) parseWorkflowConfiguration(configuration);
  workflow.friendly_name = form.text('FriendlyName') ?? workflow.friendly_name;
  workflow.configuration = configuration ?? workflow.configuration;
  workflow.task_reservation_timeout =
    form.number('TaskReservationTimeout') ?? workflow.task_reservation_timeout;
  workflow.assignment_callback_url = form.text('AssignmentCallbackUrl') ?? workflow.assignment_callback_url;
  workflow.fallback_assignment_callback_url =
    form.text('FallbackAssignmentCallbackUrl') ?? workflow.fallback_assignment_callback_url;
}

function taskChannelOf(call: ApiCall, workspace: StoredWorkspace) {
  const key = pathParameter(call, 'Sid');
  const channel = [...workspace.taskChannels.values()].find(
    ({ sid, unique_name: name }) => sid === key || name === key,
  );
  if (!channel) throw notFound(new URL(call.url).pathname);
  return channel;
}

function filterEvents(call: ApiCall, workspace: StoredWorkspace, nowMs: number): StoredWorkspace['events'] {
  const { query } = call;
  const minutes = query.number('Minutes');
  const since = query.date('StartDate')?.getTime() ?? (minutes === undefined ? 0 : nowMs - minutes * 60_000);
  const until = query.date('EndDate')?.getTime() ?? Infinity;
  const fields = [
    'EventType',
    'TaskSid',
    'WorkerSid',
    'WorkflowSid',
    'TaskQueueSid',
    'ReservationSid',
  ] as const;
  return workspace.events.filter(
    (event) =>
      event.event_date_ms >= since &&
      event.event_date_ms <= until &&
      fields.every((field) => !query.has(field) || event.event_data[field] === query.text(field)),
  );
}
