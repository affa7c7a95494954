import { channelOfParticipant } from '../conversations/identify-customer';
import { isOptOutKeyword } from '../conversations/opt-out-keywords';
import { REST_OF_SECOND_MS } from '../latest-time';
import type { RoutingRecord } from '../routing-record/routing-record';
import { isHeld, knowsUntilMs } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { findEntry } from '../routing-table/find-entry';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid } from '../sid';
import { findUnfinishedTransfer } from '../transfer/find-unfinished-transfer';
import type { AcceptedTransfer } from '../transfer/finish-transfer';
import { channelOf } from '../twilio/channel-of';
import type { LastMessage } from '../twilio/conversation-messages';
import type { ConversationParticipant } from '../twilio/conversation-participant';
import { attendanceOf } from '../twilio/conversation-tasks';
import { isHalfMade } from './half-made-outreach';

/**
 * A Conversation whose customer may be waiting for nobody, or whom nobody can write to, or in which a cold transfer was
 * not finished.
 */
export type Suspicion = LonelyCustomer | HalfMadeOutreach | UnfinishedTransfer;

interface LonelyCustomer {
  readonly conversationSid: ConversationSid;
  readonly reason:
    'no_record' | 'claim_expired' | 'nobody_serves_it' | 'not_resumed' | 'closed_in_vain' | 'failed';
  /** The customer's, if it is the last one that was written. */
  readonly message?: LastMessage;
}

interface HalfMadeOutreach {
  readonly conversationSid: ConversationSid;
  readonly reason: 'half_made_outreach';
}

/** Both agents are in, for nobody heard that the second had accepted. */
interface UnfinishedTransfer {
  readonly conversationSid: ConversationSid;
  readonly reason: 'transfer_unfinished';
  readonly transfer: AcceptedTransfer;
}

/**
 * Tells whether a Conversation's customer waits for somebody who will not come: its record says that somebody serves
 * them, and nobody does; or their message is the last, and the record does not say that somebody is at it.
 *
 * @returns `undefined` if all is well, or if it is not for us to say
 */
export async function examine(
  conversationSid: ConversationSid,
  ports: RoutingPorts,
): Promise<Suspicion | undefined> {
  const stored = await ports.records.read(conversationSid);
  const reason = stored ? await reasonFrom(stored.record, conversationSid, ports) : 'no_record';
  if (!reason) return undefined;
  if (typeof reason === 'object') return reason;
  const message = await ports.messages.fetchLast(conversationSid);
  if (!message) {
    const halfMade = await isHalfMade(conversationSid, stored, ports);
    return halfMade ? { conversationSid, reason: 'half_made_outreach' } : undefined;
  }
  // Without a Participant its author is a bot or a system.
  if (!message.participantSid) return withoutMessage(conversationSid, stored, reason, ports);
  const { record } = stored ?? {};
  const isOlder = record !== undefined && message.writtenAtMs + REST_OF_SECOND_MS <= knowsUntilMs(record);
  if (isOlder && (reason === 'not_resumed' || reason === 'closed_in_vain')) return undefined;
  const participants = await ports.conversations.listParticipants(conversationSid);
  const author = participants.find(({ participantSid }) => participantSid === message.participantSid);
  const isCustomer = author !== undefined && isOfCustomer(author, participants);
  if (!isCustomer) return withoutMessage(conversationSid, stored, reason, ports);
  if (
    reason === 'no_record' &&
    !(await isOursAndAlone({ conversationSid, author, participants, message }, ports))
  )
    return undefined;
  return { conversationSid, reason, message };
}

/**
 * Whoever wrote last, a channel that is active is to have an agent, and what was begun for it is to be ended. An agent
 * who has left by Flex's own Leave makes it inactive.
 *
 * @see https://www.twilio.com/docs/flex/admin-guide/setup/conversations/leave-and-pause-for-conversations
 */
async function withoutMessage(
  conversationSid: ConversationSid,
  stored: StoredRecord | undefined,
  reason: LonelyCustomer['reason'],
  { channels }: RoutingPorts,
): Promise<LonelyCustomer | undefined> {
  const channel = stored && channelOf(stored.record);
  if (!channel || (reason !== 'nobody_serves_it' && reason !== 'claim_expired')) return undefined;
  const { status } = await channels.fetchFate(channel);
  return status === 'active' ? { conversationSid, reason } : undefined;
}

/** Beside somebody who came by a channel, a chat identity is an agent's. */
function isOfCustomer(
  author: ConversationParticipant,
  participants: readonly ConversationParticipant[],
): boolean {
  return author.address !== undefined || participants.every(({ address }) => address === undefined);
}

/** The last message of a Conversation, with who wrote it and who else is there. */
interface Authored {
  readonly conversationSid: ConversationSid;
  readonly author: ConversationParticipant;
  readonly participants: readonly ConversationParticipant[];
  readonly message: LastMessage;
}

/** Of a Conversation without a record only the routing table tells whether it is ours. */
async function isOursAndAlone(
  { conversationSid, author, participants, message }: Authored,
  { table, tasks }: RoutingPorts,
): Promise<boolean> {
  const { channelType, businessAddress } = channelOfParticipant(author, participants, table);
  if (findEntry(table, channelType, businessAddress).inbound !== true) return false;
  if (channelType === 'sms' && isOptOutKeyword(message.body)) return false;
  const { live, isWrappingUp } = await tasks.findFor(conversationSid);
  return live === undefined && !isWrappingUp;
}

async function reasonFrom(
  record: RoutingRecord,
  conversationSid: ConversationSid,
  ports: RoutingPorts,
): Promise<LonelyCustomer['reason'] | UnfinishedTransfer | undefined> {
  switch (record.state) {
    case 'foreign':
      return undefined;
    case 'claimed':
    case 'resuming':
      return isHeld(record, ports.clock.now()) ? undefined : 'claim_expired';
    case 'parked':
      return 'not_resumed';
    case 'closed':
      return 'closed_in_vain';
    case 'failed':
      return 'failed';
    case 'routed': {
      const tasks = await ports.tasks.listOfConversation(conversationSid);
      const transfer = findUnfinishedTransfer(conversationSid, tasks);
      if (transfer) return { conversationSid, reason: 'transfer_unfinished', transfer };
      const { live, isWrappingUp } = attendanceOf(tasks);
      return live || isWrappingUp ? undefined : 'nobody_serves_it';
    }
  }
}
