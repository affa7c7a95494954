import type { Caller } from '../agents/flex-token';
import type { ConversationSid } from '../sid';
import { alreadyOpen, withWhom } from './already-open';
import type { OutreachPorts } from './outreach';

/** As many as one search of tasks may name. */
const MAX_CONVERSATIONS = 20;

/**
 * Refuses to write to somebody who is in an open Conversation of Flex. An identity may be in many others, such as
 * those of an app among its users: those do not count.
 *
 * @throws ApiError `conversation_already_open`
 */
export async function refuseIfIdentityIsServed(
  identity: string,
  caller: Pick<Caller, 'identity'> | undefined,
  ports: OutreachPorts,
): Promise<void> {
  const open = await ports.conversations.listOpenOf(identity);
  await refuseIfServedIn(open.slice(-MAX_CONVERSATIONS), identity, caller, ports);
}

/**
 * Refuses to write to somebody if one of their open Conversations is of Flex.
 *
 * @param open 20 at most
 * @throws ApiError `conversation_already_open`
 */
export async function refuseIfServedIn(
  open: readonly ConversationSid[],
  identity: string,
  caller: Pick<Caller, 'identity'> | undefined,
  ports: OutreachPorts,
): Promise<void> {
  if (open.length === 0) return;
  const { live } = await ports.tasks.findForAny(open);
  if (live?.conversationSid) {
    const participants = await ports.conversations.listParticipants(live.conversationSid);
    const others = participants.map((one) => one.identity).filter((one) => one !== identity);
    throw alreadyOpen(live.conversationSid, withWhom(others, caller), live.interactionSid);
  }
  const records = await Promise.all(open.map((conversationSid) => ports.records.read(conversationSid)));
  const ours = records.find((stored) => stored !== undefined && stored.record.state !== 'closed');
  if (ours) throw alreadyOpen(ours.conversationSid, 'nobody', ours.record.interactionSid);
}
