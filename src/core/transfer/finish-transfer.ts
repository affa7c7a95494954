import { removeAgent } from '../leave/remove-agent';
import type { Ignored } from '../routing/ignored';
import { ignored } from '../routing/ignored';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid, TaskSid } from '../sid';
import type { ChannelHandle } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import type { Leaving } from './transfer-context';

/** A cold transfer whose task somebody has accepted. */
export interface AcceptedTransfer {
  readonly conversationSid: ConversationSid;
  readonly channel: ChannelHandle;
  /** The task of the transfer. */
  readonly taskSid: TaskSid;
  /** The chat identity of whoever accepted it, where the event tells. */
  readonly identity?: string;
  readonly leaving: Leaving;
}

/** What a finished transfer came to. */
export interface TransferFinished {
  readonly outcome: 'transferred' | 'transferred_before';
}

/** How often to look whether somebody has joined, in milliseconds, and how long at most. */
const POLL_MS = 300;
const WAIT_FOR_MS = 3_000;

/**
 * Finishes a cold transfer: whoever transferred leaves, once whoever accepted is really in the Conversation. Flex adds
 * them a moment after they have accepted.
 *
 * @throws TwilioRequestError if it cannot be finished now; the same event, or the sweep, finishes it
 */
export async function finishTransfer(
  transfer: AcceptedTransfer,
  ports: RoutingPorts,
): Promise<TransferFinished | Ignored> {
  const { channel, leaving, taskSid } = transfer;
  for (let waitedMs = 0; !(await hasJoined(transfer, ports)); waitedMs += POLL_MS) {
    if (waitedMs < WAIT_FOR_MS && (await ports.gateway.wait(POLL_MS))) continue;
    // They may have come and gone since, as an event may be hours late.
    if ((await ports.tasks.fetch(taskSid))?.status !== 'assigned') return ignored('late');
    throw new TwilioRequestError({ kind: 'unavailable', operation: 'transfer: nobody has joined yet' });
  }
  const hasLeftNow = await removeAgent(channel, leaving, ports);
  return { outcome: hasLeftNow ? 'transferred' : 'transferred_before' };
}

/** The Conversation's own Participants are those of now; the channel's keep agents who have left. */
async function hasJoined(
  { conversationSid, channel, taskSid, identity }: AcceptedTransfer,
  { conversations, participants, tasks }: RoutingPorts,
): Promise<boolean> {
  if (identity !== undefined) {
    const members = await conversations.listParticipants(conversationSid);
    return members.some((member) => member.identity === identity);
  }
  const joined = (await participants.list(channel)).some((one) => one.taskSid === taskSid);
  return joined && (await tasks.fetch(taskSid))?.status === 'assigned';
}
