import { TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { ReservationEntity, TaskEntity } from './entities';
import { matches, parseExpression } from './expression';
import type { WorkflowTarget } from './workflow-configuration';
import { parseWorkflowConfiguration } from './workflow-configuration';
import type { StoredTask, StoredWorker, StoredWorkspace } from './workspace';
import { loadOf, openReservationOf } from './workspace';
import type { WorkspaceEvents } from './workspace-events';

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

/** https://www.twilio.com/docs/taskrouter/lifecycle-task-state */
const DEFAULT_TIMEOUT_SECONDS = 86_400;
const MAX_TIMEOUT_SECONDS = 1_209_600;
const ASSIGNED_LIMIT_MS = 24 * 3_600_000;
const DELETED_AFTER_END_MS = 5 * 60_000;
/** How many reservations a task may have before it is canceled. Assumed. */
const MAX_ASSIGNMENTS = 20;

/** Routes tasks to workers. */
export class TaskRouter {
  readonly #world: World;
  readonly #events: WorkspaceEvents;

  constructor(world: World, events: WorkspaceEvents) {
    this.#world = world;
    this.#events = events;
  }

  /**
   * What a task would be routed by.
   *
   * @throws TwilioApiError if it cannot be routed so
   */
  requireRoute(workspace: StoredWorkspace, given: Omit<NewTask, 'attributes'>) {
    const channel = this.#taskChannel(workspace, given.taskChannel);
    const timeout = given.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
    if (!Number.isInteger(timeout) || timeout < 1 || timeout > MAX_TIMEOUT_SECONDS) {
      throw new TwilioApiError(400, 20001, 'Timeout must be between 1 and 1209600 seconds');
    }
    const { queueSid, workflowSid, workerSid } = given;
    if (queueSid !== undefined) this.#requireQueue(workspace, queueSid);
    if (workerSid !== undefined) this.#requireWorker(workspace, workerSid);
    const isDirect = queueSid !== undefined;
    const workflow =
      isDirect && workflowSid === undefined ? undefined : this.#workflow(workspace, workflowSid);
    return { channel, timeout, workflow, isDirect };
  }

  createTask(workspace: StoredWorkspace, given: NewTask): StoredTask {
    const { channel, timeout, workflow, isDirect } = this.requireRoute(workspace, given);
    const sid = this.#world.sids.next('WT');
    const url = `${workspace.entity.url}/Tasks/${sid}`;
    const now = this.#now();
    const entity: TaskEntity = {
      sid,
      account_sid: this.#world.accountSid,
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
      links: {
        task_queue: `${workspace.entity.url}/TaskQueues`,
        workflow: `${workspace.entity.url}/Workflows/${workflow?.sid ?? ''}`,
        workspace: workspace.entity.url,
        reservations: `${url}/Reservations`,
      },
    };
    const task: StoredTask = {
      entity,
      createdAtMs: this.#world.clock.now(),
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
    task.steps = given.queueSid === undefined ? this.#stepsOf(workspace, task) : [{ queue: given.queueSid }];
    workspace.tasks.set(sid, task);
    workspace.reservationsByTask.set(sid, []);
    this.#after(task, timeout * 1000, () => {
      if (entity.assignment_status === 'pending' || entity.assignment_status === 'reserved') {
        this.cancelTask(workspace, task, 'Task TTL Exceeded');
      }
    });
    this.#emit(workspace, 'task.created', task);
    if (workflow && !isDirect)
      this.#events.emit(workspace, 'workflow.entered', 'Workflow entered', {
        task,
        workflowSid: workflow.sid,
      });
    this.#nextStep(workspace, task);
    return task;
  }

  /** Offers whatever is waiting to whoever has become able to take it. */
  assignPending(workspace: StoredWorkspace): void {
    const waiting = [...workspace.tasks.values()].filter(
      ({ entity }) => entity.assignment_status === 'pending',
    );
    waiting.sort((a, b) => b.entity.priority - a.entity.priority || a.createdAtMs - b.createdAtMs);
    for (const task of waiting) this.#offer(workspace, task);
  }

  /** A worker who was passed over may be asked again, e.g. after coming back. */
  forgetRefusals(workspace: StoredWorkspace, workerSid: string): void {
    for (const task of workspace.tasks.values()) task.offered.delete(workerSid);
  }

  accept(workspace: StoredWorkspace, reservation: ReservationEntity): void {
    const task = this.#pendingTaskOf(workspace, reservation, 'accepted');
    this.#setReservation(reservation, 'accepted');
    this.#setStatus(task, 'assigned');
    task.cancelStepTimer();
    this.#after(task, ASSIGNED_LIMIT_MS, () => {
      if (task.entity.assignment_status === 'assigned') this.#systemDelete(workspace, task);
    });
    this.#emit(workspace, 'reservation.accepted', task, reservation);
  }

  reject(workspace: StoredWorkspace, reservation: ReservationEntity): void {
    const task = this.#pendingTaskOf(workspace, reservation, 'rejected');
    this.#giveBack(workspace, task, reservation, 'rejected');
  }

  /** The agent is done talking; the task stays with them while they wrap up. */
  wrapUp(workspace: StoredWorkspace, task: StoredTask, reason: string | null): void {
    const { entity } = task;
    if (entity.assignment_status === 'wrapping') return;
    this.#requireStatus(task, ['assigned'], 'wrapping');
    task.completedReason = reason;
    this.#setStatus(task, 'wrapping');
    const reservation = openReservationOf(workspace, entity.sid);
    if (reservation) {
      this.#setReservation(reservation, 'wrapping');
      this.#emit(workspace, 'reservation.wrapup', task, reservation);
    }
    this.#emit(workspace, 'task.wrapup', task, reservation);
  }

  complete(workspace: StoredWorkspace, task: StoredTask, reason: string | null): void {
    this.#requireStatus(task, ['assigned', 'wrapping'], 'completed');
    task.completedReason = reason;
    this.#setStatus(task, 'completed');
    const reservation = openReservationOf(workspace, task.entity.sid);
    if (reservation) {
      this.#setReservation(reservation, 'completed');
      this.#emit(workspace, 'reservation.completed', task, reservation);
    }
    this.#emit(workspace, 'task.completed', task, reservation);
    this.#end(workspace, task);
  }

  cancelTask(workspace: StoredWorkspace, task: StoredTask, reason: string | null): void {
    this.#requireStatus(task, ['pending', 'reserved'], 'canceled');
    const reservation = openReservationOf(workspace, task.entity.sid);
    task.canceledReason = reason;
    task.entity.reason = reason;
    this.#setStatus(task, 'canceled');
    if (reservation) {
      this.#setReservation(reservation, 'canceled');
      this.#emit(workspace, 'reservation.canceled', task, reservation);
    }
    this.#emit(workspace, 'task.canceled', task);
    this.#end(workspace, task);
  }

  deleteTask(workspace: StoredWorkspace, task: StoredTask): void {
    this.#remove(workspace, task);
    this.#emit(workspace, 'task.deleted', task);
  }

  /** "A task assigned for more than 24 h is deleted by the system." */
  #systemDelete(workspace: StoredWorkspace, task: StoredTask): void {
    this.#remove(workspace, task);
    this.#emit(workspace, 'task.system-deleted', task);
    this.assignPending(workspace);
  }

  #nextStep(workspace: StoredWorkspace, task: StoredTask): void {
    task.cancelStepTimer();
    task.offered.clear();
    let skippedLast = false;
    for (task.step += 1; task.step < task.steps.length; task.step += 1) {
      const step = task.steps[task.step];
      skippedLast = step?.skip_if !== undefined && matches(step.skip_if, scopeOf(task));
      if (step && !skippedLast) {
        this.#enter(workspace, task, step);
        return;
      }
    }
    this.#leaveWorkflow(workspace, task, skippedLast);
  }

  #enter(workspace: StoredWorkspace, task: StoredTask, step: WorkflowTarget): void {
    const queue = workspace.queues.get(step.queue);
    const { entity } = task;
    entity.task_queue_sid = step.queue;
    entity.task_queue_friendly_name = queue?.friendly_name ?? null;
    entity.task_queue_entered_date = this.#now();
    if (step.priority !== undefined) entity.priority = Number(step.priority);
    this.#emit(workspace, 'task-queue.entered', task);
    if (step.timeout !== undefined) {
      task.cancelStepTimer = this.#world.clock.schedule(Number(step.timeout) * 1000, () => {
        if (entity.assignment_status === 'reserved') this.#withdraw(workspace, task);
        this.#emit(workspace, 'task-queue.timeout', task);
        this.#nextStep(workspace, task);
      });
    }
    this.#offer(workspace, task);
  }

  /** @see https://www.twilio.com/docs/taskrouter/api/event/reference (workflow.timeout, workflow.skipped) */
  #leaveWorkflow(workspace: StoredWorkspace, task: StoredTask, skipped: boolean): void {
    const { workflow_sid: workflowSid } = task.entity;
    const subject = { task, ...(workflowSid === null ? {} : { workflowSid }) };
    if (skipped) {
      this.#remove(workspace, task);
      this.#events.emit(workspace, 'workflow.skipped', 'Task skipped the last step of its workflow', subject);
      return;
    }
    this.#events.emit(workspace, 'workflow.timeout', 'Task reached the end of its workflow', subject);
    this.cancelTask(workspace, task, 'Task canceled on Workflow timeout');
  }

  #offer(workspace: StoredWorkspace, task: StoredTask): void {
    if (task.entity.assignment_status !== 'pending') return;
    const worker = this.#chooseWorker(workspace, task);
    if (!worker) {
      if (task.directWorkerSid !== undefined && task.offered.size > 0)
        this.cancelTask(workspace, task, 'Worker declined');
      return;
    }
    if (++task.assignments > MAX_ASSIGNMENTS) {
      this.cancelTask(workspace, task, 'Max assignment count reached');
      return;
    }
    const reservation = this.#reserve(workspace, task, worker);
    this.#emit(workspace, 'reservation.created', task, reservation);
    const timeoutSeconds =
      workspace.workflows.get(task.entity.workflow_sid ?? '')?.task_reservation_timeout ?? 120;
    this.#after(task, timeoutSeconds * 1000, () => {
      if (reservation.reservation_status === 'pending')
        this.#giveBack(workspace, task, reservation, 'timeout');
    });
  }

  #chooseWorker(workspace: StoredWorkspace, task: StoredTask): StoredWorker | undefined {
    const step = task.steps[task.step];
    const queue = step && workspace.queues.get(step.queue);
    if (!step || !queue) return undefined;
    const known = knownWorker(step, task);
    let best: { worker: StoredWorker; load: number } | undefined;
    for (const worker of workspace.workers.values()) {
      const { sid, friendly_name: name, available } = worker.entity;
      if (!available || task.offered.has(sid)) continue;
      if (task.directWorkerSid !== undefined && sid !== task.directWorkerSid) continue;
      if (known !== undefined && known !== sid && known !== name) continue;
      const load = loadOf(workspace, sid, task.entity.task_channel_sid);
      const channel = worker.channels.get(task.entity.task_channel_sid);
      const capacity = channel?.available === true ? channel.configured_capacity : 0;
      if (load >= capacity || (best && best.load <= load)) continue;
      const scope = scopeOf(task, worker);
      if (
        task.directWorkerSid === undefined &&
        !matches(queue.target_workers, { ...scope, own: scope.worker ?? {} })
      )
        continue;
      if (!matches(step.expression, { ...scope, own: scope.worker ?? {} })) continue;
      best = { worker, load };
    }
    return best?.worker;
  }

  #reserve(workspace: StoredWorkspace, task: StoredTask, worker: StoredWorker): ReservationEntity {
    const sid = this.#world.sids.next('WR');
    const now = this.#now();
    const url = `${task.entity.url}/Reservations/${sid}`;
    const reservation: ReservationEntity = {
      sid,
      account_sid: this.#world.accountSid,
      workspace_sid: workspace.entity.sid,
      date_created: now,
      date_updated: now,
      reservation_status: 'pending',
      task_sid: task.entity.sid,
      worker_name: worker.entity.friendly_name,
      worker_sid: worker.entity.sid,
      url,
      links: { task: task.entity.url, worker: worker.entity.url, workspace: workspace.entity.url },
    };
    workspace.reservations.set(sid, reservation);
    workspace.reservationsByTask.get(task.entity.sid)?.push(reservation);
    task.offered.add(worker.entity.sid);
    this.#setStatus(task, 'reserved');
    return reservation;
  }

  #giveBack(
    workspace: StoredWorkspace,
    task: StoredTask,
    reservation: ReservationEntity,
    status: 'rejected' | 'timeout',
  ): void {
    this.#setReservation(reservation, status);
    this.#setStatus(task, 'pending');
    this.#emit(workspace, `reservation.${status}`, task, reservation);
    this.#offer(workspace, task);
    this.assignPending(workspace);
  }

  #withdraw(workspace: StoredWorkspace, task: StoredTask): void {
    const reservation = openReservationOf(workspace, task.entity.sid);
    if (!reservation) return;
    this.#setReservation(reservation, 'rescinded');
    this.#setStatus(task, 'pending');
    this.#emit(workspace, 'reservation.rescinded', task, reservation);
  }

  #stepsOf(workspace: StoredWorkspace, task: StoredTask): readonly WorkflowTarget[] {
    const workflow = workspace.workflows.get(task.entity.workflow_sid ?? '');
    if (!workflow) return [];
    const { task_routing: routing } = parseWorkflowConfiguration(workflow.configuration);
    const filter = routing.filters?.find(({ expression }) => matches(expression, scopeOf(task)));
    return filter?.targets ?? (routing.default_filter ? [routing.default_filter] : []);
  }

  #pendingTaskOf(workspace: StoredWorkspace, reservation: ReservationEntity, to: string): StoredTask {
    const task = workspace.tasks.get(reservation.task_sid);
    if (!task || reservation.reservation_status !== 'pending') {
      throw new TwilioApiError(
        409,
        40140,
        `Reservation cannot be ${to}: it is ${reservation.reservation_status}`,
      );
    }
    return task;
  }

  #requireStatus(task: StoredTask, allowed: readonly string[], to: string): void {
    const { assignment_status: status } = task.entity;
    if (!allowed.includes(status)) {
      throw new TwilioApiError(
        400,
        20001,
        `Cannot ${to === 'canceled' ? 'cancel' : `move to ${to}`} task because it is ${status}`,
      );
    }
  }

  #setStatus(task: StoredTask, status: TaskEntity['assignment_status']): void {
    task.entity.assignment_status = status;
    task.entity.date_updated = this.#now();
  }

  #setReservation(reservation: ReservationEntity, status: ReservationEntity['reservation_status']): void {
    reservation.reservation_status = status;
    reservation.date_updated = this.#now();
  }

  #end(workspace: StoredWorkspace, task: StoredTask): void {
    this.#stopTimers(task);
    this.#after(task, DELETED_AFTER_END_MS, () => {
      this.#remove(workspace, task);
    });
    this.assignPending(workspace);
  }

  #remove(workspace: StoredWorkspace, task: StoredTask): void {
    this.#stopTimers(task);
    workspace.tasks.delete(task.entity.sid);
    for (const { sid } of workspace.reservationsByTask.get(task.entity.sid) ?? [])
      workspace.reservations.delete(sid);
    workspace.reservationsByTask.delete(task.entity.sid);
  }

  #stopTimers(task: StoredTask): void {
    task.cancelStepTimer();
    for (const cancel of task.cancelTimers.splice(0)) cancel();
  }

  #after(task: StoredTask, ms: number, run: () => void): void {
    task.cancelTimers.push(this.#world.clock.schedule(ms, run));
  }

  #emit(workspace: StoredWorkspace, type: string, task: StoredTask, reservation?: ReservationEntity): void {
    const worker = reservation && workspace.workers.get(reservation.worker_sid);
    const description = `${type.replace('.', ' ')}: ${task.entity.sid}`;
    this.#events.emit(workspace, type, description, {
      task,
      ...(reservation ? { reservation } : {}),
      ...(worker ? { worker } : {}),
    });
  }

  #taskChannel(workspace: StoredWorkspace, nameOrSid = 'default') {
    const channel = [...workspace.taskChannels.values()].find(
      ({ sid, unique_name: name }) => sid === nameOrSid || name === nameOrSid,
    );
    if (!channel) throw new TwilioApiError(400, 20001, `TaskChannel ${nameOrSid} does not exist`);
    return channel;
  }

  /** "workflow_sid: optional if there's only one workflow defined otherwise it's mandatory" */
  #workflow(workspace: StoredWorkspace, sid: string | undefined) {
    const [only, ...others] = workspace.workflows.values();
    const workflow = sid === undefined && others.length === 0 ? only : workspace.workflows.get(sid ?? '');
    if (!workflow)
      throw new TwilioApiError(
        400,
        20001,
        sid === undefined ? 'WorkflowSid is required' : `Workflow ${sid} does not exist`,
      );
    return workflow;
  }

  #requireQueue(workspace: StoredWorkspace, sid: string): void {
    if (!workspace.queues.has(sid)) throw new TwilioApiError(400, 20001, `TaskQueue ${sid} does not exist`);
  }

  /** https://www.twilio.com/docs/api/errors/40155 */
  #requireWorker(workspace: StoredWorkspace, sid: string): void {
    if (!workspace.workers.has(sid))
      throw new TwilioApiError(400, 40155, `Worker ${sid} is not in the workspace`);
  }

  #now(): string {
    return isoSeconds(this.#world.clock.now());
  }
}

/** @see https://www.twilio.com/docs/taskrouter/workflow-configuration/known-agent-routing */
function knownWorker(step: WorkflowTarget, task: StoredTask): string | undefined {
  const expression = step.known_worker_sid ?? step.known_worker_friendly_name;
  if (expression === undefined) return undefined;
  const value = parseExpression(expression)(scopeOf(task));
  return typeof value === 'string' ? value : '';
}

function scopeOf(task: StoredTask, worker?: StoredWorker) {
  const attributes = parseObject(task.entity.attributes);
  return {
    own: attributes,
    task: {
      ...attributes,
      sid: task.entity.sid,
      priority: task.entity.priority,
      taskchannelsid: task.entity.task_channel_sid,
    },
    ...(worker
      ? {
          worker: {
            ...parseObject(worker.entity.attributes),
            sid: worker.entity.sid,
            friendly_name: worker.entity.friendly_name,
          },
        }
      : {}),
  };
}

export function parseObject(json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function nothing(): void {
  // No timer runs.
}
