import { isHeld } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { TwilioRequestError } from '../twilio/request-error';
import { ABANDONED } from './abandon';
import { alreadyOpen } from './already-open';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { finish, reachOutIn } from './reach-out-in';

/**
 * Answers a request that came before: with what it led to; if the invocation that was at it died, its work is finished.
 *
 * @returns nothing as long as another invocation is at it
 */
export async function answerSameRequest(
  stored: StoredRecord,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached | undefined> {
  const { conversationSid, record } = stored;
  if (record.interactionSid && record.state !== 'claimed') {
    const { interactionSid, channelSid, taskSid } = record;
    return { interactionSid, channelSid, conversationSid, taskSid };
  }
  // What it was refused with, whoever asks once more is told.
  if (record.code === ABANDONED)
    throw new TwilioRequestError({ kind: 'unavailable', operation: 'the same request was refused' });
  // Somebody else has changed it since: there is no Interaction of this request.
  if (record.state !== 'claimed') throw alreadyOpen(conversationSid, 'nobody');
  const { live } = await ports.tasks.findFor(conversationSid);
  const isUnderWay = isHeld(record, ports.clock.now());
  if (live) {
    const isToldOf = isUnderWay || !outreach.message;
    if (!isToldOf && !(await ports.messages.fetchLast(conversationSid))) {
      const claimed = await claimAgain(stored, ports);
      if (claimed) return finish(claimed, live, outreach, ports);
    }
    const { interactionSid, channelSid, taskSid } = live;
    return { interactionSid, channelSid, conversationSid, taskSid };
  }
  if (isUnderWay) return undefined;
  const claimed = await claimAgain(stored, ports);
  return claimed && reachOutIn(claimed, outreach, ports);
}

function claimAgain(stored: StoredRecord, { records }: OutreachPorts): Promise<StoredRecord | undefined> {
  const { attempt, request } = stored.record;
  return records.hold(stored, { state: 'claimed', attempt: attempt + 1, request });
}
