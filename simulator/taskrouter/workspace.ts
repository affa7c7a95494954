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

const OPEN_STATUSES: readonly ReservationEntity['reservation_status'][] = ['pending', 'accepted', 'wrapping'];

/** The reservation of a task that is being offered, accepted or wrapped up. */
export function openReservationOf(
  workspace: StoredWorkspace,
  taskSid: string,
): ReservationEntity | undefined {
  return workspace.reservationsByTask
    .get(taskSid)
    ?.find(({ reservation_status: status }) => OPEN_STATUSES.includes(status));
}

/** What a worker is being offered, has accepted or is wrapping up. */
export function openReservationsOf(workspace: StoredWorkspace, workerSid: string): ReservationEntity[] {
  return [...workspace.reservations.values()].filter(
    ({ worker_sid: sid, reservation_status: status }) => sid === workerSid && OPEN_STATUSES.includes(status),
  );
}

/** How many tasks of a channel a worker holds or is being offered. */
export function loadOf(workspace: StoredWorkspace, workerSid: string, taskChannelSid: string): number {
  return openReservationsOf(workspace, workerSid).filter(
    ({ task_sid: sid }) => workspace.tasks.get(sid)?.entity.task_channel_sid === taskChannelSid,
  ).length;
}
