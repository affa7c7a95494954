import { isHeld } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { TwilioRequestError } from '../twilio/request-error';
import { ABANDONED } from './abandon';
import { alreadyOpen } from './already-open';
import { findBegun, findOpenChannel } from './find-begun';
import { findDone } from './find-done';
import { findFirstMessage } from './first-message';
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
  // What it was refused with, whoever asks once more is told.
  if (record.code === ABANDONED)
    throw new TwilioRequestError({ kind: 'unavailable', operation: 'the same request was refused' });
  if (record.state === 'claimed') return answerClaimed(stored, outreach, ports);
  const done = await findDone(stored, outreach, ports);
  // Somebody else has changed it since: there is no Interaction of this request.
  if (!done?.interactionSid) throw alreadyOpen(conversationSid, 'nobody');
  return done;
}

/** Nobody has written down what came of it: its first message tells, else its tasks. */
async function answerClaimed(
  stored: StoredRecord,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached | undefined> {
  const { conversationSid, record } = stored;
  const { message } = outreach;
  const written = message && (await findFirstMessage(conversationSid, outreach, ports));
  if (written?.interactionSid) return { conversationSid, ...written };
  const isUnderWay = isHeld(record, ports.clock.now());
  if (message && !written && isUnderWay) return undefined;
  const { isLive, ...sids } = await findBegun(stored, ports);
  if (written ?? (isLive && !message)) return { conversationSid, ...sids };
  if (isUnderWay) return undefined;
  const open = isLive ? sids : await findOpenChannel(sids, ports);
  const claimed = await ports.records.hold(stored, {
    state: 'claimed',
    attempt: record.attempt + 1,
    request: record.request,
    interactionSid: open?.interactionSid,
  });
  if (!claimed) return undefined;
  return open ? finish(claimed, open, outreach, ports) : reachOutIn(claimed, outreach, ports);
}
