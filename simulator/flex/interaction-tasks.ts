import type { TaskRouter } from '../taskrouter/task-router';
import type { StoredTask, StoredWorkspace } from '../taskrouter/workspace';

/**
 * Flex ends a task: assigned ones wrap up or complete; those that nobody has are canceled.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/channels-subresource
 */
export function endTask(
  router: TaskRouter,
  workspace: StoredWorkspace,
  task: StoredTask,
  { complete, reason = null }: { readonly complete: boolean; readonly reason?: string | null },
): void {
  const { assignment_status: status } = task.entity;
  if (!workspace.tasks.has(task.entity.sid)) return;
  if (status === 'pending' || status === 'reserved') router.cancelTask(workspace, task, reason);
  else if ((status === 'assigned' || status === 'wrapping') && complete)
    router.complete(workspace, task, reason);
  else if (status === 'assigned') router.wrapUp(workspace, task, reason);
}
