import { isHeld, LEASE_MS } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import type { ConversationSid, WorkerSid } from '../sid';
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
  // An agent, if nothing has been written down since.
  const beganBy = record.state === 'claimed' ? record.request?.workerSid : undefined;
  if (isSameRequestOrRefuse(record.request, outreach.request, ports.clock.now())) {
    const reached = await answerSameRequest(stored, outreach, ports);
    return reached ?? waitAndAnswer(conversationSid, outreach, ports);
  }
  if (beganBy) return answerOtherOutreach(stored, beganBy, outreach, ports);
  const identities = await identitiesIn(conversationSid, ports);
  throw alreadyOpen(conversationSid, withWhom(identities, outreach.caller), record.interactionSid);
}

async function identitiesIn(
  conversationSid: ConversationSid,
  { conversations }: OutreachPorts,
): Promise<(string | undefined)[]> {
  const participants = await conversations.listParticipants(conversationSid);
  return participants.map(({ identity }) => identity);
}

/** Another invocation is at the same request: it may be done in a moment. */
async function waitAndAnswer(
  conversationSid: ConversationSid,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  await waitOrGiveUp(ports);
  return answerOpenConversation(conversationSid, outreach, ports);
}

/** Another agent, or another request of this one, began it. */
async function answerOtherOutreach(
  stored: StoredRecord,
  beganBy: WorkerSid,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const { conversationSid, record } = stored;
  const { interactionSid = record.toldOf } = record;
  const identities = await identitiesIn(conversationSid, ports);
  const whom = withWhom(identities, outreach.caller);
  if (whom !== 'nobody') throw alreadyOpen(conversationSid, whom, interactionSid);
  if (isHeld(record, ports.clock.now())) {
    const isCallers = beganBy === outreach.caller.workerSid;
    throw alreadyOpen(conversationSid, isCallers ? 'you' : 'another_agent', interactionSid);
  }
  if (interactionSid) throw alreadyOpen(conversationSid, 'nobody', interactionSid);
  const { live } = await ports.tasks.findFor(conversationSid);
  if (live) throw alreadyOpen(conversationSid, 'nobody', live.interactionSid);
  // It died before its Interaction was made. If nobody has written anything, it may be finished by anybody.
  if (!(await ports.messages.fetchLast(conversationSid))) {
    const claimed = await ports.records.hold(stored, {
      state: 'claimed',
      attempt: 1,
      request: outreach.request,
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
    if (halfMade.requestKey === outreach.request.key) return waitAndAnswer(conversationSid, outreach, ports);
    const isCallers = halfMade.workerSid === outreach.caller.workerSid;
    throw alreadyOpen(conversationSid, isCallers ? 'you' : 'another_agent');
  }
  const claim = await ports.records.claim(conversationSid, { request: outreach.request });
  if (claim.won) return reachOutIn(claim.stored, outreach, ports);
  return answerOpenConversation(conversationSid, outreach, ports);
}
