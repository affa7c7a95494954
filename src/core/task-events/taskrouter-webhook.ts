import { LONG_BUDGET } from '../deadline';
import type { Webhook } from '../endpoints/webhook-endpoint';
import { attendOrphan } from '../orphans/attend-orphan';
import type { Orphan } from '../orphans/orphan';
import { openRouting } from '../routing/open-routing';
import type { RoutingOutcome } from '../routing/routing-outcome';
import { ignored } from '../conversations/customer-contact';
import type { RoutingPorts } from '../routing/routing-ports';
import type { TaskEvent, TerminalTaskEvent } from './task-event';
import { parseTaskEvent } from './task-event';

/**
 * What happens to tasks. TaskRouter wants an answer without a body.
 *
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 */
export const taskrouterWebhook: Webhook<TaskEvent> = {
  url: '/webhooks/taskrouter',
  budget: LONG_BUDGET,
  isSilent: true,
  parse: parseTaskEvent,
  describe: (event) =>
    event.type === 'uninteresting'
      ? { event: event.type }
      : { event: event.type, conversationSid: event.conversationSid, taskSid: event.taskSid },
  run: async (event, invocation) =>
    event.type === 'uninteresting' ? ignored('uninteresting') : runTaskEvent(event, openRouting(invocation)),
};

/** Runs the use case of one TaskRouter event. */
export function runTaskEvent(event: TerminalTaskEvent, ports: RoutingPorts): Promise<RoutingOutcome> {
  return attendOrphan(toOrphan(event), ports);
}

function toOrphan(event: TerminalTaskEvent): Orphan {
  const { taskSid, attributes, ageSeconds, workerSid, queueSid } = event;
  return {
    conversationSid: event.conversationSid,
    channel: event.channel,
    task: {
      taskSid,
      attributes,
      ageSeconds,
      ...(event.type === 'task.system-deleted' ? { tookTooLong: { workerSid, queueSid } } : {}),
    },
    occurredAtMs: event.occurredAtMs,
  };
}
