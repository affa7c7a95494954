import { alreadyOpen, withNoCaller } from '../outreach/already-open';
import { findHalfMade, ORIGIN } from '../outreach/half-made';
import type { OutreachPorts } from '../outreach/outreach';
import type { OutreachRequest } from '../routing-record/routing-record';
import { isHeld } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import type { ConversationSid } from '../sid';
import { refuseWhatTwilioRefused } from './refuse-what-twilio-refused';

/**
 * Makes a Conversation for address pairs, or finds the one that an earlier attempt at the same request made.
 *
 * @param pairs in Twilio's own form
 * @throws ApiError `conversation_already_open` if one of the pairs is in another
 * @throws InputError if Twilio refuses a pair
 */
export async function makeConversation(
  pairs: readonly object[],
  request: OutreachRequest,
  { conversations }: OutreachPorts,
): Promise<ConversationSid> {
  const created = await conversations
    .createWithParticipants({
      attributes: { origin: ORIGIN, initiatedBy: 'api' },
      participants: pairs.map((pair) => ({
        messaging_binding: pair,
        attributes: JSON.stringify({ origin: ORIGIN, requestKey: request.key }),
      })),
    })
    .catch(refuseWhatTwilioRefused);
  if ('conversationSid' in created) return created.conversationSid;
  const { openConversationSid } = created;
  const participants = await conversations.listParticipants(openConversationSid);
  if (findHalfMade(participants)?.requestKey === request.key) return openConversationSid;
  throw alreadyOpen(openConversationSid, withNoCaller(participants));
}

/**
 * Claims the record of a Conversation for a request, so that nobody else makes an Interaction of it.
 *
 * @throws ApiError `conversation_already_open` if it has one, or somebody is about to make it
 */
export async function claimConversation(
  conversationSid: ConversationSid,
  request: OutreachRequest,
  ports: OutreachPorts,
): Promise<StoredRecord> {
  const { won, stored } = await ports.records.claim(conversationSid, { request });
  if (won) return stored;
  const isOwn = stored.record.request?.key === request.key;
  if (!isOwn && isHeld(stored.record, ports.clock.now())) throw alreadyOpen(conversationSid, 'nobody');
  const claimed = await ports.records.hold(stored, {
    state: 'claimed',
    attempt: stored.record.attempt + 1,
    request,
  });
  if (!claimed) throw alreadyOpen(conversationSid, 'nobody');
  return claimed;
}
