import { InputError } from '../endpoints/input-error';
import type { Claim } from '../routing-record/routing-records';
import { TwilioRequestError } from '../twilio/request-error';
import { answerOpenConversation } from './answer-open-conversation';
import { findDoneIn } from './find-done';
import { ORIGIN } from './half-made';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { reachOutIn } from './reach-out-in';

/** Of the customer's address: https://www.twilio.com/docs/api/errors/50407 https://www.twilio.com/docs/api/errors/50409 */
const ADDRESS_REFUSED: readonly (number | undefined)[] = [50407, 50409];

/**
 * Begins an Interaction with a customer on an address pair. The Conversation is made first, by one request that claims
 * the pair: a customer who is in an open one already is not written to in another.
 *
 * @throws ApiError for everything that a caller can understand
 * @see https://www.twilio.com/docs/flex/developer/conversations/best-practices
 */
export async function reachOut(outreach: Outreach, ports: OutreachPorts): Promise<Reached> {
  const { pair, customerName, request } = outreach;
  const done = await findDoneHere(outreach, ports);
  if (done) return done;
  const creation = ports.conversations.createWithParticipants({
    friendlyName: customerName ?? pair.address,
    messagingServiceSid:
      outreach.channelType === 'sms' ? ports.settings.outboundMessagingServiceSid : undefined,
    attributes: { origin: ORIGIN, initiatedBy: 'agent' },
    participants: [
      {
        messaging_binding: { address: pair.address, proxy_address: pair.businessAddress },
        attributes: JSON.stringify({
          origin: ORIGIN,
          requestKey: request.key,
          workerSid: outreach.caller.workerSid,
        }),
      },
    ],
  });
  const created = await creation.catch(refuseAddress);
  if ('openConversationSid' in created)
    return answerOpenConversation(created.openConversationSid, outreach, ports);
  const { conversationSid } = created;
  let claim: Claim;
  try {
    claim = await ports.records.claim(conversationSid, { request });
  } catch (error) {
    if (error instanceof TwilioRequestError) await ports.conversations.remove(conversationSid);
    throw error;
  }
  if (claim.won) return reachOutIn(claim.stored, outreach, ports);
  // The customer wrote in this very moment.
  return answerOpenConversation(conversationSid, outreach, ports);
}

/** What this process remembers to be done needs no Conversation to find out; all else is asked for on the way. */
async function findDoneHere(outreach: Outreach, ports: OutreachPorts): Promise<Reached | undefined> {
  const earlier = ports.guard.recallEarlierOrRefuse(outreach.request);
  const done = earlier && (await findDoneIn(earlier, outreach, ports));
  return done?.channelSid && done.messageSent === undefined ? done : undefined;
}

function refuseAddress(error: unknown): never {
  if (error instanceof TwilioRequestError && ADDRESS_REFUSED.includes(error.code))
    throw new InputError({ to: 'is refused by Twilio as an address. Choose another number.' });
  throw error;
}
