import { parseObject } from '../kernel/parse-object';
import type { StoredTask, StoredWorker } from './workspace';

/** What the expressions of queues and workflows may speak of. */
export function scopeOf(task: StoredTask, worker?: StoredWorker) {
  const attributes = parseObject(task.entity.attributes);
  return {
    own: attributes,
    task: {
      ...attributes,
      sid: task.entity.sid,
      priority: task.entity.priority,
      taskchannelsid: task.entity.task_channel_sid,
    },
    ...(worker
      ? {
          worker: {
            ...parseObject(worker.entity.attributes),
            sid: worker.entity.sid,
            friendly_name: worker.entity.friendly_name,
          },
        }
      : {}),
  };
}
