import type { ApiCall, ApiResult, Operations } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import { parseObject } from '../kernel/parse-object';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { ReservationEntity, TaskEntity } from './entities';
import { matches } from './expression';
import { resourceOf, workspaceOf } from './find-resource';
import type { TaskRouter } from './task-router';
import type { StoredTask, StoredWorkspace } from './workspace';

/** Tasks and reservations. */
export function taskOperations(
  world: World,
  workspaces: ReadonlyMap<string, StoredWorkspace>,
  router: TaskRouter,
): Operations {
  const taskOf = (call: ApiCall, name = 'Sid'): StoredTask =>
    resourceOf(call, workspaceOf(call, workspaces).tasks, name);
  const toBody = (task: StoredTask): TaskEntity => {
    task.entity.age = Math.floor((world.clock.now() - task.createdAtMs) / 1000);
    return task.entity;
  };
  const reservationOf = (call: ApiCall): ReservationEntity => {
    const reservation = resourceOf(call, workspaceOf(call, workspaces).reservations);
    const { TaskSid: taskSid = reservation.task_sid, WorkerSid: workerSid = reservation.worker_sid } =
      call.path;
    if (reservation.task_sid !== taskSid || reservation.worker_sid !== workerSid)
      throw notFound(new URL(call.url).pathname);
    return reservation;
  };
  const updateReservation = (call: ApiCall): ApiResult => {
    const workspace = workspaceOf(call, workspaces);
    const reservation = reservationOf(call);
    changeReservation(workspace, reservation, call.form.text('ReservationStatus'), router);
    return { body: reservation };
  };
  const reservationsOf = (call: ApiCall, by: 'task_sid' | 'worker_sid', sid: string): ReservationEntity[] => {
    const [status, worker] = [call.query.text('ReservationStatus'), call.query.text('WorkerSid')];
    return [...workspaceOf(call, workspaces).reservations.values()].filter(
      (one) =>
        one[by] === sid &&
        (status === undefined || one.reservation_status === status) &&
        (worker === undefined || one.worker_sid === worker),
    );
  };

  return {
    CreateTask: (call) => {
      const { form } = call;
      const attributes = form.json('Attributes') ?? {};
      if (typeof attributes !== 'object') throw invalidParameter('Attributes is not a valid JSON object');
      const task = router.createTask(workspaceOf(call, workspaces), {
        attributes: attributes as Record<string, unknown>,
        workflowSid: form.text('WorkflowSid'),
        queueSid: form.text('TaskQueueSid'),
        taskChannel: form.text('TaskChannel'),
        priority: form.number('Priority'),
        timeoutSeconds: form.number('Timeout'),
      });
      return { status: 201, body: toBody(task) };
    },
    FetchTask: (call) => ({ body: toBody(taskOf(call)) }),
    ListTask: (call) => toPage(call, 'tasks', filterTasks(call, workspaceOf(call, workspaces)).map(toBody)),
    UpdateTask: (call) => {
      const workspace = workspaceOf(call, workspaces);
      const task = taskOf(call);
      const { form } = call;
      const attributes = form.text('Attributes');
      if (attributes !== undefined) {
        form.json('Attributes');
        task.entity.attributes = attributes;
      }
      task.entity.priority = form.number('Priority') ?? task.entity.priority;
      task.entity.date_updated = isoSeconds(world.clock.now());
      const reason = form.text('Reason') ?? null;
      const status = form.text('AssignmentStatus');
      if (status === 'canceled') router.cancelTask(workspace, task, reason);
      else if (status === 'completed') router.complete(workspace, task, reason);
      else if (status === 'wrapping') router.wrapUp(workspace, task, reason);
      else if (status !== undefined) throw invalidParameter(`Task cannot be updated to ${status}`);
      return { body: toBody(task) };
    },
    DeleteTask: (call) => {
      const workspace = workspaceOf(call, workspaces);
      router.deleteTask(workspace, taskOf(call));
      return {};
    },

    FetchTaskReservation: (call) => ({ body: reservationOf(call) }),
    ListTaskReservation: (call) =>
      toPage(call, 'reservations', reservationsOf(call, 'task_sid', taskOf(call, 'TaskSid').entity.sid)),
    UpdateTaskReservation: updateReservation,
    FetchWorkerReservation: (call) => ({ body: reservationOf(call) }),
    ListWorkerReservation: (call) => {
      const { sid } = resourceOf(call, workspaceOf(call, workspaces).workers, 'WorkerSid').entity;
      return toPage(call, 'reservations', reservationsOf(call, 'worker_sid', sid));
    },
    UpdateWorkerReservation: updateReservation,
  };
}

function changeReservation(
  workspace: StoredWorkspace,
  reservation: ReservationEntity,
  status: string | undefined,
  router: TaskRouter,
): void {
  if (status === undefined) return;
  if (status === 'accepted') router.accept(workspace, reservation);
  else if (status === 'rejected') router.reject(workspace, reservation);
  else {
    const task = workspace.tasks.get(reservation.task_sid);
    if (!task) throw new TwilioApiError(404, 20404, 'The task of this reservation is gone');
    if (status === 'wrapping') router.wrapUp(workspace, task, null);
    else if (status === 'completed') router.complete(workspace, task, null);
    else throw invalidParameter(`Reservation cannot be updated to ${status}`);
  }
}

function filterTasks(call: ApiCall, workspace: StoredWorkspace): StoredTask[] {
  const { query } = call;
  // Several statuses may stand in one parameter, separated by commas.
  const statuses = query.list('AssignmentStatus')?.flatMap((one) => one.split(','));
  const expression = query.text('EvaluateTaskAttributes');
  return [...workspace.tasks.values()]
    .filter(({ entity }) => !statuses || statuses.includes(entity.assignment_status))
    .filter(({ entity }) => !query.has('Priority') || entity.priority === query.number('Priority'))
    .filter(({ entity }) => !query.has('WorkflowSid') || entity.workflow_sid === query.text('WorkflowSid'))
    .filter(
      ({ entity }) =>
        !query.has('WorkflowName') || entity.workflow_friendly_name === query.text('WorkflowName'),
    )
    .filter(
      ({ entity }) => !query.has('TaskQueueSid') || entity.task_queue_sid === query.text('TaskQueueSid'),
    )
    .filter(
      ({ entity }) =>
        !query.has('TaskQueueName') || entity.task_queue_friendly_name === query.text('TaskQueueName'),
    )
    .filter(
      ({ entity }) => !query.has('RoutingTarget') || entity.routing_target === query.text('RoutingTarget'),
    )
    .filter(
      ({ entity }) =>
        expression === undefined || matches(expression, { own: parseObject(entity.attributes) }),
    );
}
