import { matches, parseExpression } from './expression';
import { scopeOf } from './task-scope';
import type { WorkflowTarget } from './workflow-configuration';
import type { StoredTask, StoredWorker, StoredWorkspace } from './workspace';
import { loadOf } from './workspace';

/** The worker whom a task is offered next: the one with the least to do. */
export function chooseWorker(workspace: StoredWorkspace, task: StoredTask): StoredWorker | undefined {
  const step = task.steps[task.step];
  const queue = step && workspace.queues.get(step.queue);
  if (!step || !queue) return undefined;
  const known = knownWorker(step, task);
  let best: { worker: StoredWorker; load: number } | undefined;
  for (const worker of workspace.workers.values()) {
    const { sid, friendly_name: name, available } = worker.entity;
    if (!available || task.offered.has(sid)) continue;
    if (task.directWorkerSid !== undefined && sid !== task.directWorkerSid) continue;
    if (known !== undefined && known !== sid && known !== name) continue;
    const load = loadOf(workspace, sid, task.entity.task_channel_sid);
    const channel = worker.channels.get(task.entity.task_channel_sid);
    const capacity = channel?.available === true ? channel.configured_capacity : 0;
    if (load >= capacity || (best && best.load <= load)) continue;
    const scope = scopeOf(task, worker);
    if (
      task.directWorkerSid === undefined &&
      !matches(queue.target_workers, { ...scope, own: scope.worker ?? {} })
    )
      continue;
    if (!matches(step.expression, { ...scope, own: scope.worker ?? {} })) continue;
    best = { worker, load };
  }
  return best?.worker;
}

/** @see https://www.twilio.com/docs/taskrouter/workflow-configuration/known-agent-routing */
function knownWorker(step: WorkflowTarget, task: StoredTask): string | undefined {
  const expression = step.known_worker_sid ?? step.known_worker_friendly_name;
  if (expression === undefined) return undefined;
  const value = parseExpression(expression)(scopeOf(task));
  return typeof value === 'string' ? value : '';
}
