import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { ReservationEntity, TaskEntity } from './entities';
import type { StoredTask, StoredWorkspace } from './workspace';
import type { WorkspaceEvents } from './workspace-events';

/** What every change of a task consists of. */
export class TaskChanges {
  readonly #world: World;
  readonly #events: WorkspaceEvents;

  constructor(world: World, events: WorkspaceEvents) {
    this.#world = world;
    this.#events = events;
  }

  setStatus(task: StoredTask, status: TaskEntity['assignment_status']): void {
    task.entity.assignment_status = status;
    task.entity.date_updated = isoSeconds(this.#world.clock.now());
  }

  setReservation(reservation: ReservationEntity, status: ReservationEntity['reservation_status']): void {
    reservation.reservation_status = status;
    reservation.date_updated = isoSeconds(this.#world.clock.now());
  }

  remove(workspace: StoredWorkspace, task: StoredTask): void {
    this.stopTimers(task);
    workspace.tasks.delete(task.entity.sid);
    for (const { sid } of workspace.reservationsByTask.get(task.entity.sid) ?? [])
      workspace.reservations.delete(sid);
    workspace.reservationsByTask.delete(task.entity.sid);
  }

  stopTimers(task: StoredTask): void {
    task.cancelStepTimer();
    for (const cancel of task.cancelTimers.splice(0)) cancel();
  }

  after(task: StoredTask, ms: number, run: () => void): void {
    task.cancelTimers.push(this.#world.clock.schedule(ms, run));
  }

  emit(workspace: StoredWorkspace, type: string, task: StoredTask, reservation?: ReservationEntity): void {
    const worker = reservation && workspace.workers.get(reservation.worker_sid);
    const description = `${type.replace('.', ' ')}: ${task.entity.sid}`;
    this.#events.emit(workspace, type, description, {
      task,
      ...(reservation ? { reservation } : {}),
      ...(worker ? { worker } : {}),
    });
  }
}
