import { isHeld, LEASE_MS } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { alreadyOpen } from './already-open';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { finish, reachOutIn } from './reach-out-in';
import { waitOrGiveUp } from './wait-or-give-up';

/**
 * Answers a request that came before: with what it led to, waiting for the invocation that is at it; if that one died,
 * its work is finished.
 */
export async function answerSameRequest(
  stored: StoredRecord,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const { conversationSid, record } = stored;
  if (record.interactionSid && record.state !== 'claimed') {
    const { interactionSid, channelSid, taskSid } = record;
    return { interactionSid, channelSid, conversationSid, taskSid };
  }
  // Somebody else has changed it since: there is no Interaction of this request.
  if (record.state !== 'claimed') throw alreadyOpen(conversationSid, 'nobody');
  const { live } = await ports.tasks.findFor(conversationSid);
  const isUnderWay = isHeld(record, ports.clock.now());
  if (live) {
    const isToldOf = isUnderWay || !outreach.message;
    if (!isToldOf && !(await ports.messages.fetchLast(conversationSid))) {
      const claimed = await claimAgain(stored, outreach, ports);
      if (claimed) return finish(claimed, live, outreach, ports);
    }
    const { interactionSid, channelSid, taskSid } = live;
    return { interactionSid, channelSid, conversationSid, taskSid };
  }
  if (!isUnderWay) {
    const claimed = await claimAgain(stored, outreach, ports);
    if (claimed) return reachOutIn(claimed, outreach, ports);
  }
  await waitOrGiveUp(ports);
  const current = await ports.records.read(conversationSid);
  return answerSameRequest(current ?? stored, outreach, ports);
}

function claimAgain(
  stored: StoredRecord,
  { request }: Outreach,
  { records, clock }: OutreachPorts,
): Promise<StoredRecord | undefined> {
  const { record } = stored;
  const { untilMs } = record.request ?? request;
  return records.change(stored, {
    state: 'claimed',
    attempt: record.attempt + 1,
    request: { ...request, untilMs },
    leaseUntilMs: clock.now() + LEASE_MS,
  });
}
