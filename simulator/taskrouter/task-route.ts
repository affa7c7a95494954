import { TwilioApiError } from '../kernel/api-error';
import type { TaskChannelEntity, WorkflowEntity } from './entities';
import { matches } from './expression';
import type { NewTask } from './new-task';
import { scopeOf } from './task-scope';
import type { WorkflowTarget } from './workflow-configuration';
import { parseWorkflowConfiguration } from './workflow-configuration';
import type { StoredTask, StoredWorkspace } from './workspace';

/** https://www.twilio.com/docs/taskrouter/api/task#create-a-task-resource */
const DEFAULT_TIMEOUT_SECONDS = 86_400;
const MAX_TIMEOUT_SECONDS = 1_209_600;

/** What a task is routed by. */
export interface TaskRoute {
  readonly channel: TaskChannelEntity;
  /** Seconds. */
  readonly timeout: number;
  readonly workflow: WorkflowEntity | undefined;
  /** Sent to a queue or a worker, past any workflow. */
  readonly isDirect: boolean;
}

/**
 * What a task would be routed by.
 *
 * @throws TwilioApiError if it cannot be routed so
 */
export function requireRoute(workspace: StoredWorkspace, given: Omit<NewTask, 'attributes'>): TaskRoute {
  const channel = taskChannelOf(workspace, given.taskChannel);
  const timeout = given.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > MAX_TIMEOUT_SECONDS) {
    throw new TwilioApiError(400, 20001, 'Timeout must be between 1 and 1209600 seconds');
  }
  const { queueSid, workflowSid, workerSid } = given;
  if (queueSid !== undefined) requireQueue(workspace, queueSid);
  if (workerSid !== undefined) requireWorker(workspace, workerSid);
  const isDirect = queueSid !== undefined;
  const workflow = isDirect && workflowSid === undefined ? undefined : workflowOf(workspace, workflowSid);
  return { channel, timeout, workflow, isDirect };
}

/** The steps of the filter that takes a task. */
export function stepsOf(workspace: StoredWorkspace, task: StoredTask): readonly WorkflowTarget[] {
  const workflow = workspace.workflows.get(task.entity.workflow_sid ?? '');
  if (!workflow) return [];
  const { task_routing: routing } = parseWorkflowConfiguration(workflow.configuration);
  const filter = routing.filters?.find(({ expression }) => matches(expression, scopeOf(task)));
  return filter?.targets ?? (routing.default_filter ? [routing.default_filter] : []);
}

function taskChannelOf(workspace: StoredWorkspace, nameOrSid = 'default'): TaskChannelEntity {
  const channel = [...workspace.taskChannels.values()].find(
    ({ sid, unique_name: name }) => sid === nameOrSid || name === nameOrSid,
  );
  if (!channel) throw new TwilioApiError(400, 20001, `TaskChannel ${nameOrSid} does not exist`);
  return channel;
}

/** "workflow_sid: optional if there's only one workflow defined otherwise it's mandatory" */
function workflowOf(workspace: StoredWorkspace, sid: string | undefined): WorkflowEntity {
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

function requireQueue(workspace: StoredWorkspace, sid: string): void {
  if (!workspace.queues.has(sid)) throw new TwilioApiError(400, 20001, `TaskQueue ${sid} does not exist`);
}

/** https://www.twilio.com/docs/api/errors/40155 */
function requireWorker(workspace: StoredWorkspace, sid: string): void {
  if (!workspace.workers.has(sid))
    throw new TwilioApiError(400, 40155, `Worker ${sid} is not in the workspace`);
}
