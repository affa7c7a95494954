import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { chooseWorker } from './choose-worker';
import type { ReservationEntity } from './entities';
import type { TaskChanges } from './task-changes';
import type { StoredTask, StoredWorker, StoredWorkspace } from './workspace';
import { openReservationOf } from './workspace';

/** How many reservations a task may have before it is canceled. Assumed: max-assignments. */
const MAX_ASSIGNMENTS = 20;

/** Who is offered a task, and for how long. */
export class TaskOffers {
  readonly #world: World;
  readonly #changes: TaskChanges;
  readonly #cancel: (workspace: StoredWorkspace, task: StoredTask, reason: string) => void;

  constructor(
    world: World,
    changes: TaskChanges,
    cancel: (workspace: StoredWorkspace, task: StoredTask, reason: string) => void,
  ) {
    this.#world = world;
    this.#changes = changes;
    this.#cancel = cancel;
  }

  /** Offers whatever is waiting to whoever has become able to take it. */
  assignPending(workspace: StoredWorkspace): void {
    const waiting = [...workspace.tasks.values()].filter(
      ({ entity }) => entity.assignment_status === 'pending',
    );
    waiting.sort((a, b) => b.entity.priority - a.entity.priority || a.createdAtMs - b.createdAtMs);
    for (const task of waiting) this.offer(workspace, task);
  }

  /** A worker who was passed over may be asked again, e.g. after coming back. */
  forgetRefusals(workspace: StoredWorkspace, workerSid: string): void {
    for (const task of workspace.tasks.values()) task.offered.delete(workerSid);
  }

  /** Offers a task to the next worker, if there is one. */
  offer(workspace: StoredWorkspace, task: StoredTask): void {
    if (task.entity.assignment_status !== 'pending') return;
    const worker = chooseWorker(workspace, task);
    if (!worker) {
      if (task.directWorkerSid !== undefined && task.offered.size > 0)
        this.#cancel(workspace, task, 'Worker declined');
      return;
    }
    if (++task.assignments > MAX_ASSIGNMENTS) {
      this.#cancel(workspace, task, 'Max assignment count reached');
      return;
    }
    const reservation = this.#reserve(workspace, task, worker);
    this.#changes.emit(workspace, 'reservation.created', task, reservation);
    const timeoutSeconds =
      workspace.workflows.get(task.entity.workflow_sid ?? '')?.task_reservation_timeout ?? 120;
    this.#changes.after(task, timeoutSeconds * 1000, () => {
      if (reservation.reservation_status === 'pending')
        this.giveBack(workspace, task, reservation, 'timeout');
    });
  }

  #reserve(workspace: StoredWorkspace, task: StoredTask, worker: StoredWorker): ReservationEntity {
    const sid = this.#world.sids.next('WR');
    const now = isoSeconds(this.#world.clock.now());
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
    this.#changes.setStatus(task, 'reserved');
    return reservation;
  }

  /** A worker did not take it: the next one is asked. */
  giveBack(
    workspace: StoredWorkspace,
    task: StoredTask,
    reservation: ReservationEntity,
    status: 'rejected' | 'timeout',
  ): void {
    this.#changes.setReservation(reservation, status);
    this.#changes.setStatus(task, 'pending');
    this.#changes.emit(workspace, `reservation.${status}`, task, reservation);
    this.offer(workspace, task);
    this.assignPending(workspace);
  }

  /** Takes a task back from whoever has not answered yet. */
  withdraw(workspace: StoredWorkspace, task: StoredTask): void {
    const reservation = openReservationOf(workspace, task.entity.sid);
    if (!reservation) return;
    this.#changes.setReservation(reservation, 'rescinded');
    this.#changes.setStatus(task, 'pending');
    this.#changes.emit(workspace, 'reservation.rescinded', task, reservation);
  }
}
