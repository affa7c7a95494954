import { LONG_BUDGET } from '../deadline';
import type { Webhook } from '../endpoints/webhook-endpoint';
import { openTeam } from '../handle/open-team';
import type { TeamPorts } from '../handle/team-ports';
import { attendOrphan } from '../orphans/attend-orphan';
import type { Orphan } from '../orphans/orphan';
import { ignored } from '../routing/ignored';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { TransferFinished } from '../transfer/finish-transfer';
import { finishTransfer } from '../transfer/finish-transfer';
import { noteTransferEnd } from '../transfer/note-transfer-end';
import type { TaskEvent, TerminalTaskEvent, TransferAcceptedEvent } from './task-event';
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
  describe: ({ type, conversationSid, taskSid }) => ({ event: type, conversationSid, taskSid }),
  run: async (event, invocation) =>
    event.type === 'uninteresting' ? ignored('uninteresting') : runTaskEvent(event, openTeam(invocation)),
};

/** What a TaskRouter event led to. */
export type TaskEventOutcome = RoutingOutcome | TransferFinished;

/** Runs the use case of one TaskRouter event. */
export async function runTaskEvent(
  event: TerminalTaskEvent | TransferAcceptedEvent,
  ports: TeamPorts,
): Promise<TaskEventOutcome> {
  if (event.type === 'reservation.accepted') return finishTransfer(event, ports);
  const outcome = await attendOrphan(toOrphan(event), ports);
  // Otherwise whoever transferred is gone, and nobody asks.
  const isServed = outcome.outcome === 'already_routed' || outcome.outcome === 'adopted';
  if (isServed)
    await noteTransferEnd(event.channel.channelSid, event.attributes, event.type, ports.inviteBook);
  return outcome;
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
      workerSid,
      queueSid,
      tookTooLong: event.type === 'task.system-deleted',
    },
  };
}
