import type { ApiCall, Operations } from '../kernel/api-call';
import { invalidParameter } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import { parseObject } from '../kernel/parse-object';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { matches, parseExpression } from './expression';
import { named, resourceOf, workspaceOf } from './find-resource';
import { parseWorkflowConfiguration } from './workflow-configuration';
import type { StoredWorkspace } from './workspace';
import type { WorkspaceResources } from './workspace-resources';

/** TaskQueues and workflows. */
export function queueOperations(
  world: World,
  workspaces: ReadonlyMap<string, StoredWorkspace>,
  resources: WorkspaceResources,
): Operations {
  const now = (): string => isoSeconds(world.clock.now());
  return {
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
  };
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
