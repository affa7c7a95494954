import type { ConversationSid, TaskSid } from '../sid';
import { isSid } from '../sid';
import { ROUTED_BY } from './conversation-tasks';
import { flexAttributesOf, parseTaskAttributes } from './interaction-task';
import type { Routing } from './interactions';
import { property } from './property';
import { TwilioRequestError } from './request-error';

/** In Twilio's own form, marked as ours. */
export function toRouting(routing: Routing): { properties: Record<string, unknown> } {
  const properties = {
    workspace_sid: routing.workspaceSid,
    workflow_sid: routing.workflowSid,
    queue_sid: routing.queueSid,
    worker_sid: routing.workerSid,
    task_channel_unique_name: routing.taskChannel,
    attributes: { ...routing.attributes, ...ROUTED_BY },
    priority: routing.priority,
    timeout: routing.timeoutSeconds,
  };
  return { properties };
}

/** What a routing tells of its task. */
export function taskOf(routing: unknown): {
  readonly taskSid?: TaskSid;
  readonly conversationSid?: ConversationSid;
  readonly requestKey?: unknown;
} {
  const task = property(routing, 'properties');
  const taskSid = property(task, 'sid');
  const attributes = parseTaskAttributes(String(property(task, 'attributes')));
  const { conversationSid } = flexAttributesOf(attributes);
  return {
    requestKey: attributes.requestKey,
    ...(isSid('WT', taskSid) ? { taskSid } : {}),
    conversationSid,
  };
}

/** It was done, but nobody knows what: as good as an answer that got lost. */
export function unreadableAnswer(operation: string): TwilioRequestError {
  return new TwilioRequestError({ kind: 'unavailable', operation });
}
