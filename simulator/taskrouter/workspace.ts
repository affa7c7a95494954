import type {
  ActivityEntity,
  EventEntity,
  ReservationEntity,
  TaskChannelEntity,
  TaskEntity,
  TaskQueueEntity,
  WorkerChannelEntity,
  WorkerEntity,
  WorkflowEntity,
  WorkspaceEntity,
} from './entities';
import type { WorkflowTarget } from './workflow-configuration';

export interface StoredTask {
  readonly entity: TaskEntity;
  readonly createdAtMs: number;
  /** The steps of the workflow, or the one queue or worker that it was sent to directly. */
  steps: readonly WorkflowTarget[];
  step: number;
  /** The only worker who may have it; if they do not take it, nobody does. */
  readonly directWorkerSid?: string;
  /** Who has been offered it in this step, and did not take it. */
  readonly offered: Set<string>;
  assignments: number;
  canceledReason: string | null;
  completedReason: string | null;
  cancelStepTimer: () => void;
  readonly cancelTimers: (() => void)[];
}

export interface StoredWorker {
  readonly entity: WorkerEntity;
  readonly channels: Map<string, WorkerChannelEntity>;
}

/** Everything in one workspace. */
export interface StoredWorkspace {
  readonly entity: WorkspaceEntity;
  readonly activities: Map<string, ActivityEntity>;
  readonly taskChannels: Map<string, TaskChannelEntity>;
  readonly workers: Map<string, StoredWorker>;
  readonly queues: Map<string, TaskQueueEntity>;
  readonly workflows: Map<string, WorkflowEntity>;
  readonly tasks: Map<string, StoredTask>;
  readonly reservations: Map<string, ReservationEntity>;
  readonly reservationsByTask: Map<string, ReservationEntity[]>;
  readonly events: EventEntity[];
}

/** The reservation of a task that is being offered, accepted or wrapped up. */
export function openReservationOf(
  workspace: StoredWorkspace,
  taskSid: string,
): ReservationEntity | undefined {
  return workspace.reservationsByTask
    .get(taskSid)
    ?.find(({ reservation_status: status }) => ['pending', 'accepted', 'wrapping'].includes(status));
}

/** How many tasks of a channel a worker holds or is being offered. */
export function loadOf(workspace: StoredWorkspace, workerSid: string, taskChannelSid: string): number {
  let load = 0;
  for (const reservation of workspace.reservations.values()) {
    if (reservation.worker_sid !== workerSid) continue;
    if (!['pending', 'accepted', 'wrapping'].includes(reservation.reservation_status)) continue;
    if (workspace.tasks.get(reservation.task_sid)?.entity.task_channel_sid === taskChannelSid) load += 1;
  }
  return load;
}
