import { findHalfMade, ORIGIN } from '../outreach/half-made';
import type { OutreachPorts } from '../outreach/outreach';
import type { OutreachRequest } from '../routing-record/routing-record';
import type { ConversationSid } from '../sid';
import { alreadyServed } from './already-served';
import { refuseWhatTwilioRefused } from './refuse-what-twilio-refused';

/**
 * Makes a Conversation for address pairs, or finds the one that an earlier attempt at the same request made.
 *
 * @param pairs in Twilio's own form
 * @throws ApiError `conversation_already_open` if one of the pairs is in another
 * @throws InputError if Twilio refuses a pair
 */
export async function makeConversationOrRefuse(
  pairs: readonly object[],
  request: OutreachRequest,
  ports: OutreachPorts,
): Promise<ConversationSid> {
  const created = await ports.conversations
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
  const participants = await ports.conversations.listParticipants(openConversationSid);
  if (findHalfMade(participants)?.requestKey === request.key) return openConversationSid;
  const stored = await ports.records.read(openConversationSid);
  throw await alreadyServed(openConversationSid, stored?.record ?? {}, ports);
}
