import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { matches } from './expression';
import type { TaskChanges } from './task-changes';
import type { TaskOffers } from './task-offers';
import { scopeOf } from './task-scope';
import type { WorkflowTarget } from './workflow-configuration';
import type { StoredTask, StoredWorkspace } from './workspace';
import type { WorkspaceEvents } from './workspace-events';

/** The products that a way through a workflow needs. */
interface TaskStepsParts {
  readonly events: WorkspaceEvents;
  readonly changes: TaskChanges;
  readonly offers: TaskOffers;
  readonly cancel: (workspace: StoredWorkspace, task: StoredTask, reason: string) => void;
}

/** The way of a task through the steps of its workflow. */
export class TaskSteps {
  readonly #world: World;
  readonly #events: WorkspaceEvents;
  readonly #changes: TaskChanges;
  readonly #offers: TaskOffers;
  readonly #cancel: TaskStepsParts['cancel'];

  constructor(world: World, { events, changes, offers, cancel }: TaskStepsParts) {
    this.#world = world;
    this.#events = events;
    this.#changes = changes;
    this.#offers = offers;
    this.#cancel = cancel;
  }

  /** Goes on to the next step that is not skipped, or out of the workflow. */
  next(workspace: StoredWorkspace, task: StoredTask): void {
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
    entity.task_queue_entered_date = isoSeconds(this.#world.clock.now());
    if (step.priority !== undefined) entity.priority = Number(step.priority);
    this.#changes.emit(workspace, 'task-queue.entered', task);
    if (step.timeout !== undefined) {
      task.cancelStepTimer = this.#world.clock.schedule(Number(step.timeout) * 1000, () => {
        if (entity.assignment_status === 'reserved') this.#offers.withdraw(workspace, task);
        this.#changes.emit(workspace, 'task-queue.timeout', task);
        this.next(workspace, task);
      });
    }
    this.#offers.offer(workspace, task);
  }

  /** @see https://www.twilio.com/docs/taskrouter/api/event/reference (workflow.timeout, workflow.skipped) */
  #leaveWorkflow(workspace: StoredWorkspace, task: StoredTask, skipped: boolean): void {
    const { workflow_sid: workflowSid } = task.entity;
    const subject = { task, ...(workflowSid === null ? {} : { workflowSid }) };
    if (skipped) {
      this.#changes.remove(workspace, task);
      this.#events.emit(workspace, 'workflow.skipped', 'Task skipped the last step of its workflow', subject);
      return;
    }
    this.#events.emit(workspace, 'workflow.timeout', 'Task reached the end of its workflow', subject);
    // Assumed: canceled-reasons.
    this.#cancel(workspace, task, 'Task canceled on Workflow timeout');
  }
}
