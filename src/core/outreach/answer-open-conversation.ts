import type { RoutingRecord } from '../routing-record/routing-record';
import { isHeld, LEASE_MS } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import type { ConversationSid } from '../sid';
import { alreadyOpen, withWhom } from './already-open';
import { answerSameRequest } from './answer-same-request';
import { findHalfMade } from './half-made';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { isSameRequestOrRefuse } from './outreach-request';
import { reachOutIn } from './reach-out-in';
import { waitOrGiveUp } from './wait-or-give-up';

/**
 * Answers an agent who wants to write to a customer who is in an open Conversation: the same request gets its answer
 * again, one that died half-made is finished, and all else is refused with whom the customer has.
 *
 * @throws ApiError `conversation_already_open` or `request_id_reused`
 */
export async function answerOpenConversation(
  conversationSid: ConversationSid,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const stored = await ports.records.read(conversationSid);
  if (!stored) return answerWithoutRecord(conversationSid, outreach, ports);
  const { record } = stored;
  if (isSameRequestOrRefuse(record.request, outreach.request, ports.clock.now()))
    return answerSameRequest(stored, outreach, ports);
  if (isOfOutreach(record)) return answerOtherOutreach(stored, outreach, ports);
  const participants = await ports.conversations.listParticipants(conversationSid);
  const identities = participants.map(({ identity }) => identity);
  throw alreadyOpen(conversationSid, withWhom(identities, outreach.caller), record.interactionSid);
}

/** An agent began it, and nothing has been written down since. */
function isOfOutreach({ state, request }: RoutingRecord): boolean {
  return state === 'claimed' && request?.workerSid !== undefined;
}

/** Another agent, or another request of this one, began it. */
async function answerOtherOutreach(
  stored: StoredRecord,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const { conversationSid, record } = stored;
  const { live } = await ports.tasks.findFor(conversationSid);
  if (live || isHeld(record, ports.clock.now())) {
    const isCallers = record.request?.workerSid === outreach.caller.workerSid;
    throw alreadyOpen(conversationSid, isCallers ? 'you' : 'another_agent', live?.interactionSid);
  }
  // It died before its Interaction was made. If nobody has written anything, it may be finished by anybody.
  if (!(await ports.messages.fetchLast(conversationSid))) {
    const claimed = await ports.records.change(stored, {
      state: 'claimed',
      attempt: 1,
      request: outreach.request,
      leaseUntilMs: ports.clock.now() + LEASE_MS,
    });
    if (claimed) return reachOutIn(claimed, outreach, ports);
  }
  throw alreadyOpen(conversationSid, 'nobody');
}

async function answerWithoutRecord(
  conversationSid: ConversationSid,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const participants = await ports.conversations.listParticipants(conversationSid);
  const halfMade = findHalfMade(participants);
  if (!halfMade) {
    const identities = participants.map(({ identity }) => identity);
    throw alreadyOpen(conversationSid, withWhom(identities, outreach.caller));
  }
  if (ports.clock.now() - halfMade.atMs < LEASE_MS) {
    if (halfMade.requestKey === outreach.request.key) {
      await waitOrGiveUp(ports);
      return answerOpenConversation(conversationSid, outreach, ports);
    }
    const isCallers = halfMade.workerSid === outreach.caller.workerSid;
    throw alreadyOpen(conversationSid, isCallers ? 'you' : 'another_agent');
  }
  const claim = await ports.records.claim(conversationSid, { request: outreach.request });
  if (claim.won) return reachOutIn(claim.stored, outreach, ports);
  return answerOpenConversation(conversationSid, outreach, ports);
}
