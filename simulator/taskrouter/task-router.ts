import { TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import type { ReservationEntity } from './entities';
import type { NewTask } from './new-task';
import { newTask } from './new-task';
import { TaskChanges } from './task-changes';
import { TaskOffers } from './task-offers';
import { requireRoute, stepsOf } from './task-route';
import { TaskSteps } from './task-steps';
import type { StoredTask, StoredWorkspace } from './workspace';
import { openReservationOf } from './workspace';
import type { WorkspaceEvents } from './workspace-events';

/** https://www.twilio.com/docs/taskrouter/lifecycle-task-state */
const ASSIGNED_LIMIT_MS = 24 * 3_600_000;
const DELETED_AFTER_END_MS = 5 * 60_000;

/** Routes tasks to workers, and ends them. */
export class TaskRouter {
  readonly #world: World;
  readonly #events: WorkspaceEvents;
  readonly #changes: TaskChanges;
  readonly #offers: TaskOffers;
  readonly #steps: TaskSteps;

  constructor(world: World, events: WorkspaceEvents) {
    const cancel = (workspace: StoredWorkspace, task: StoredTask, reason: string): void => {
      this.cancelTask(workspace, task, reason);
    };
    this.#world = world;
    this.#events = events;
    this.#changes = new TaskChanges(world, events);
    this.#offers = new TaskOffers(world, this.#changes, cancel);
    this.#steps = new TaskSteps(world, { events, changes: this.#changes, offers: this.#offers, cancel });
  }

  /** @throws TwilioApiError if it cannot be routed so */
  createTask(workspace: StoredWorkspace, given: NewTask): StoredTask {
    const route = requireRoute(workspace, given);
    const task = newTask(this.#world, workspace, given, route);
    const { entity } = task;
    task.steps = given.queueSid === undefined ? stepsOf(workspace, task) : [{ queue: given.queueSid }];
    workspace.tasks.set(entity.sid, task);
    workspace.reservationsByTask.set(entity.sid, []);
    this.#changes.after(task, route.timeout * 1000, () => {
      if (entity.assignment_status === 'pending' || entity.assignment_status === 'reserved') {
        this.cancelTask(workspace, task, 'Task TTL Exceeded');
      }
    });
    this.#changes.emit(workspace, 'task.created', task);
    if (route.workflow && !route.isDirect) {
      const subject = { task, workflowSid: route.workflow.sid };
      this.#events.emit(workspace, 'workflow.entered', 'Workflow entered', subject);
    }
    this.#steps.next(workspace, task);
    return task;
  }

  /** Offers whatever is waiting to whoever has become able to take it. */
  assignPending(workspace: StoredWorkspace): void {
    this.#offers.assignPending(workspace);
  }

  /** A worker who was passed over may be asked again, e.g. after coming back. */
  forgetRefusals(workspace: StoredWorkspace, workerSid: string): void {
    this.#offers.forgetRefusals(workspace, workerSid);
  }

  accept(workspace: StoredWorkspace, reservation: ReservationEntity): void {
    const task = this.#pendingTaskOf(workspace, reservation, 'accepted');
    this.#changes.setReservation(reservation, 'accepted');
    this.#changes.setStatus(task, 'assigned');
    task.cancelStepTimer();
    this.#changes.after(task, ASSIGNED_LIMIT_MS, () => {
      if (task.entity.assignment_status === 'assigned') this.#systemDelete(workspace, task);
    });
    this.#changes.emit(workspace, 'reservation.accepted', task, reservation);
  }

  reject(workspace: StoredWorkspace, reservation: ReservationEntity): void {
    const task = this.#pendingTaskOf(workspace, reservation, 'rejected');
    this.#offers.giveBack(workspace, task, reservation, 'rejected');
  }

  /** The agent is done talking; the task stays with them while they wrap up. */
  wrapUp(workspace: StoredWorkspace, task: StoredTask, reason: string | null): void {
    const { entity } = task;
    if (entity.assignment_status === 'wrapping') return;
    this.#requireStatus(task, ['assigned'], 'wrapping');
    task.completedReason = reason;
    this.#changes.setStatus(task, 'wrapping');
    const reservation = openReservationOf(workspace, entity.sid);
    if (reservation) {
      this.#changes.setReservation(reservation, 'wrapping');
      this.#changes.emit(workspace, 'reservation.wrapup', task, reservation);
    }
    this.#changes.emit(workspace, 'task.wrapup', task, reservation);
  }

  complete(workspace: StoredWorkspace, task: StoredTask, reason: string | null): void {
    this.#requireStatus(task, ['assigned', 'wrapping'], 'completed');
    task.completedReason = reason;
    this.#changes.setStatus(task, 'completed');
    const reservation = openReservationOf(workspace, task.entity.sid);
    if (reservation) {
      this.#changes.setReservation(reservation, 'completed');
      this.#changes.emit(workspace, 'reservation.completed', task, reservation);
    }
    this.#changes.emit(workspace, 'task.completed', task, reservation);
    this.#end(workspace, task);
  }

  cancelTask(workspace: StoredWorkspace, task: StoredTask, reason: string | null): void {
    this.#requireStatus(task, ['pending', 'reserved'], 'canceled');
    const reservation = openReservationOf(workspace, task.entity.sid);
    task.canceledReason = reason;
    task.entity.reason = reason;
    this.#changes.setStatus(task, 'canceled');
    if (reservation) {
      this.#changes.setReservation(reservation, 'canceled');
      this.#changes.emit(workspace, 'reservation.canceled', task, reservation);
    }
    this.#changes.emit(workspace, 'task.canceled', task);
    this.#end(workspace, task);
  }

  deleteTask(workspace: StoredWorkspace, task: StoredTask): void {
    this.#changes.remove(workspace, task);
    this.#changes.emit(workspace, 'task.deleted', task);
  }

  /** "A task assigned for more than 24 h is deleted by the system." */
  #systemDelete(workspace: StoredWorkspace, task: StoredTask): void {
    this.#changes.remove(workspace, task);
    this.#changes.emit(workspace, 'task.system-deleted', task);
    this.#offers.assignPending(workspace);
  }

  #pendingTaskOf(workspace: StoredWorkspace, reservation: ReservationEntity, to: string): StoredTask {
    const task = workspace.tasks.get(reservation.task_sid);
    if (!task || reservation.reservation_status !== 'pending') {
      // The status is assumed: conflict-statuses.
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

  #end(workspace: StoredWorkspace, task: StoredTask): void {
    this.#changes.stopTimers(task);
    this.#changes.after(task, DELETED_AFTER_END_MS, () => {
      this.#changes.remove(workspace, task);
    });
    this.#offers.assignPending(workspace);
  }
}
