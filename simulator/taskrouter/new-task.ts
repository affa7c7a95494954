import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { TaskEntity, WorkflowEntity } from './entities';
import type { TaskRoute } from './task-route';
import type { StoredTask, StoredWorkspace } from './workspace';

export interface NewTask {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly workflowSid?: string | undefined;
  /** Sent to a queue, or with a worker to that worker alone, without a workflow. */
  readonly queueSid?: string | undefined;
  readonly workerSid?: string | undefined;
  readonly taskChannel?: string | undefined;
  readonly priority?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** A task that no step of its workflow has begun for. */
export function newTask(
  world: World,
  workspace: StoredWorkspace,
  given: NewTask,
  route: TaskRoute,
): StoredTask {
  return {
    entity: taskEntity(world, workspace, given, route),
    createdAtMs: world.clock.now(),
    steps: [],
    step: -1,
    ...(given.workerSid === undefined ? {} : { directWorkerSid: given.workerSid }),
    offered: new Set(),
    assignments: 0,
    canceledReason: null,
    completedReason: null,
    cancelStepTimer: nothing,
    cancelTimers: [],
  };
}

function taskEntity(
  { accountSid, sids, clock }: World,
  workspace: StoredWorkspace,
  given: NewTask,
  { channel, timeout, workflow }: TaskRoute,
): TaskEntity {
  const sid = sids.next('WT');
  const url = `${workspace.entity.url}/Tasks/${sid}`;
  const now = isoSeconds(clock.now());
  return {
    sid,
    account_sid: accountSid,
    workspace_sid: workspace.entity.sid,
    age: 0,
    assignment_status: 'pending',
    attributes: JSON.stringify(given.attributes),
    addons: '{}',
    date_created: now,
    date_updated: now,
    task_queue_entered_date: null,
    priority: given.priority ?? 0,
    reason: null,
    task_queue_sid: null,
    task_queue_friendly_name: null,
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.unique_name,
    timeout,
    workflow_sid: workflow?.sid ?? null,
    workflow_friendly_name: workflow?.friendly_name ?? null,
    virtual_start_time: now,
    ignore_capacity: false,
    routing_target: given.workerSid ?? given.queueSid ?? workflow?.sid ?? null,
    url,
    links: taskLinks(workspace, url, workflow),
  };
}

function taskLinks({ entity }: StoredWorkspace, url: string, workflow: WorkflowEntity | undefined) {
  return {
    task_queue: `${entity.url}/TaskQueues`,
    workflow: `${entity.url}/Workflows/${workflow?.sid ?? ''}`,
    workspace: entity.url,
    reservations: `${url}/Reservations`,
  };
}

function nothing(): void {
  // No timer runs.
}
