import type { ConversationSid } from '../sid';
import { channelOf } from '../twilio/channel-of';
import type { InteractionTask } from '../twilio/interaction-task';
import { flexAttributesOf } from '../twilio/interaction-task';
import type { AcceptedTransfer } from './finish-transfer';
import { leavingOf } from './transfer-context';

/** A cold transfer that somebody has accepted while whoever transferred has not left. */
export function findUnfinishedTransfer(
  conversationSid: ConversationSid,
  tasks: readonly InteractionTask[],
): AcceptedTransfer | undefined {
  const accepted = tasks.filter(({ status }) => status === 'assigned');
  for (const { taskSid, attributes } of accepted) {
    const leaving = leavingOf(attributes);
    const channel = channelOf(flexAttributesOf(attributes));
    const isStillIn = accepted.some((other) => other.taskSid === leaving?.taskSid);
    if (leaving && isStillIn && channel) return { conversationSid, channel, taskSid, leaving };
  }
  return undefined;
}
