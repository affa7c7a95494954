import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import type { OutgoingWebhook, WebhookAnswer } from '../../simulator/kernel/deliveries';
import { Agent } from '../../simulator/people/agent';
import type { NewTask } from '../../simulator/taskrouter/new-task';
import type { WorkflowTarget } from '../../simulator/taskrouter/workflow-configuration';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export interface WorkspaceOptions {
  /** Available workers by name, with their attributes. */
  readonly workers?: Readonly<Record<string, object>>;
  /** Target workers by the name of their queue; `Everyone` is there anyway. */
  readonly queues?: Readonly<Record<string, string>>;
  readonly reservationTimeoutSeconds?: number;
  /** Makes the workflow's configuration of the queues' SIDs; everything goes to `Everyone` by default. */
  readonly workflow?: (queue: (name: string) => string) => object;
  /** What our server answers to an event. */
  readonly answer?: (webhook: OutgoingWebhook) => WebhookAnswer | Error;
}

/** A workflow with one filter, which takes everything through these steps. */
export function steps(...targets: readonly WorkflowTarget[]): object {
  return { task_routing: { filters: [{ expression: '1==1', targets }] } };
}

/** A workspace with a workflow and workers, whose events are kept. */
export function workspaceWithWorkers(options: WorkspaceOptions = {}) {
  const clock = new ManualClock();
  const received: Record<string, string>[] = [];
  const twilio = new EmbeddedTwilio({
    clock,
    seed: 'tasks',
    send: (webhook) => {
      received.push({ ...webhook.form });
      const answer = options.answer?.(webhook) ?? { status: 204, body: '' };
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  const { workspace, router, taskRouterParts } = twilio;
  const { resources } = taskRouterParts;
  const queues = new Map(
    Object.entries({ Everyone: '1==1', ...options.queues }).map(([name, target]) => [
      name,
      resources.createQueue(workspace, name, target).sid,
    ]),
  );
  const queue = (name: string): string => queues.get(name) ?? '';
  const configuration = options.workflow?.(queue) ?? steps({ queue: queue('Everyone') });
  const workflow = resources.createWorkflow(
    workspace,
    'Workflow',
    JSON.stringify(configuration),
    options.reservationTimeoutSeconds ?? 120,
  );
  const agents = new Map(
    Object.entries(options.workers ?? { Ada: {} }).map(([name, attributes]) => {
      const worker = resources.createWorker(workspace, name, JSON.stringify(attributes));
      const agent = new Agent(twilio, worker);
      agent.setActivity('Available');
      return [name, agent];
    }),
  );
  workspace.entity.event_callback_url = 'https://example.com/events';
  const agent = (name: string): Agent => {
    const found = agents.get(name);
    if (!found) throw new Error(`There is no agent ${name}`);
    return found;
  };
  const createTask = (given: Partial<NewTask> = {}) =>
    router.createTask(workspace, { attributes: {}, workflowSid: workflow.sid, ...given });
  /** Who is being offered a task, by name. */
  const offeredTo = (taskSid: string): string[] =>
    [...agents]
      .filter(([, one]) =>
        one.reservations.some(
          ({ task_sid: sid, reservation_status: status }) => sid === taskSid && status === 'pending',
        ),
      )
      .map(([name]) => name);
  /** The types of the events about a task so far. */
  const eventsOf = (taskSid: string): string[] =>
    workspace.events
      .filter(({ event_data: data }) => data.TaskSid === taskSid)
      .map(({ event_type: type }) => type);
  return {
    clock,
    twilio,
    workspace,
    router,
    workflow,
    queue,
    agent,
    createTask,
    offeredTo,
    eventsOf,
    received,
  };
}
