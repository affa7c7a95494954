import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import { parseObject } from '../kernel/parse-object';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { WorkerChannelEntity } from './entities';
import { matches } from './expression';
import { resourceOf, workspaceOf } from './find-resource';
import type { TaskRouter } from './task-router';
import type { StoredWorker, StoredWorkspace } from './workspace';
import { loadOf, openReservationsOf } from './workspace';
import type { WorkspaceEvents } from './workspace-events';
import type { WorkspaceResources } from './workspace-resources';

/** Moves a worker to another activity, and offers them what is waiting if it makes them available. */
export function setActivity(
  world: World,
  workspace: StoredWorkspace,
  worker: StoredWorker,
  activitySid: string,
  { events, router }: { readonly events: WorkspaceEvents; readonly router: TaskRouter },
): void {
  const activity = workspace.activities.get(activitySid);
  if (!activity) throw invalidParameter(`Activity ${activitySid} does not exist`);
  const { entity } = worker;
  if (entity.activity_sid === activitySid) return;
  entity.activity_sid = activity.sid;
  entity.activity_name = activity.friendly_name;
  entity.available = activity.available;
  entity.date_status_changed = isoSeconds(world.clock.now());
  events.emit(
    workspace,
    'worker.activity.update',
    `Worker ${entity.friendly_name} is ${activity.friendly_name}`,
    { worker },
  );
  if (!activity.available) return;
  router.forgetRefusals(workspace, entity.sid);
  router.assignPending(workspace);
}

/** Workers and their channels. */
export function workerOperations(
  world: World,
  workspaces: ReadonlyMap<string, StoredWorkspace>,
  parts: {
    readonly events: WorkspaceEvents;
    readonly router: TaskRouter;
    readonly resources: WorkspaceResources;
  },
): Operations {
  const { router, resources } = parts;
  const workerOf = (call: ApiCall, name = 'Sid'): StoredWorker =>
    resourceOf(call, workspaceOf(call, workspaces).workers, name);
  const channelsOf = (call: ApiCall) => {
    const workspace = workspaceOf(call, workspaces);
    return [...workerOf(call, 'WorkerSid').channels.values()].map((channel) => showLoad(workspace, channel));
  };
  const channelOf = (call: ApiCall) => {
    const key = pathParameter(call, 'Sid');
    const channels = channelsOf(call);
    const found = channels.find((one) =>
      [one.sid, one.task_channel_sid, one.task_channel_unique_name].includes(key),
    );
    if (!found) throw notFound(new URL(call.url).pathname);
    return found;
  };

  return {
    CreateWorker: (call) => {
      const { form } = call;
      const workspace = workspaceOf(call, workspaces);
      const attributes = form.text('Attributes') ?? '{}';
      form.json('Attributes');
      const worker = resources.createWorker(
        workspace,
        form.requiredText('FriendlyName'),
        attributes,
        form.text('ActivitySid'),
      );
      router.assignPending(workspace);
      return { status: 201, body: worker.entity };
    },
    FetchWorker: (call) => ({ body: workerOf(call).entity }),
    ListWorker: (call) => toPage(call, 'workers', filterWorkers(call, workspaceOf(call, workspaces))),
    UpdateWorker: (call) => {
      const { form } = call;
      const workspace = workspaceOf(call, workspaces);
      const worker = workerOf(call);
      const { entity } = worker;
      form.json('Attributes');
      entity.friendly_name = form.text('FriendlyName') ?? entity.friendly_name;
      entity.attributes = form.text('Attributes') ?? entity.attributes;
      entity.date_updated = isoSeconds(world.clock.now());
      const activitySid = form.text('ActivitySid');
      if (activitySid !== undefined) setActivity(world, workspace, worker, activitySid, parts);
      else router.assignPending(workspace);
      return { body: entity };
    },
    DeleteWorker: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const { entity } = workerOf(call);
      if (entity.available) throw invalidParameter('A worker who is available cannot be deleted');
      // Assumed: busy-worker-stays.
      if (openReservationsOf(workspace, entity.sid).length > 0)
        throw invalidParameter('A worker who has reservations cannot be deleted');
      workspace.workers.delete(entity.sid);
      return {};
    },
    FetchWorkerChannel: (call) => ({ body: channelOf(call) }),
    ListWorkerChannel: (call) => toPage(call, 'channels', channelsOf(call)),
    UpdateWorkerChannel: (call) => {
      const channel = channelOf(call);
      channel.configured_capacity = call.form.number('Capacity') ?? channel.configured_capacity;
      channel.available = call.form.boolean('Available') ?? channel.available;
      channel.date_updated = isoSeconds(world.clock.now());
      router.assignPending(workspaceOf(call, workspaces));
      return { body: channelOf(call) };
    },
  };
}

/** How much of a worker's capacity is taken right now. */
function showLoad(workspace: StoredWorkspace, channel: WorkerChannelEntity): WorkerChannelEntity {
  const { configured_capacity: capacity } = channel;
  channel.assigned_tasks = loadOf(workspace, channel.worker_sid, channel.task_channel_sid);
  const free = Math.max(0, capacity - channel.assigned_tasks);
  channel.available_capacity_percentage = capacity === 0 ? 0 : Math.round((100 * free) / capacity);
  return channel;
}

function filterWorkers(call: ApiCall, workspace: StoredWorkspace) {
  const { query } = call;
  const queueSid = query.text('TaskQueueSid');
  const queueName = query.text('TaskQueueName');
  const queue = [...workspace.queues.values()].find(
    ({ sid, friendly_name: name }) => sid === queueSid || name === queueName,
  );
  return [...workspace.workers.values()]
    .map(({ entity }) => entity)
    .filter((entity) => !query.has('FriendlyName') || entity.friendly_name === query.text('FriendlyName'))
    .filter((entity) => !query.has('ActivitySid') || entity.activity_sid === query.text('ActivitySid'))
    .filter((entity) => !query.has('ActivityName') || entity.activity_name === query.text('ActivityName'))
    .filter((entity) => !query.has('Available') || String(entity.available) === query.text('Available'))
    .filter((entity) =>
      matches(query.text('TargetWorkersExpression'), { own: parseObject(entity.attributes) }),
    )
    .filter((entity) => !queue || matches(queue.target_workers, { own: parseObject(entity.attributes) }));
}
