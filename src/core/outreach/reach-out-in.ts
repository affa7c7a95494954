import { ApiError } from '../endpoints/api-error';
import type { StoredRecord } from '../routing-record/routing-records';
import { findAfterLostAnswer } from '../routing/find-after-lost-answer';
import { recordRouted, recordUnknown } from '../routing/record-result';
import type { ConversationSid } from '../sid';
import type { InteractionSids } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { unlessDefect } from '../twilio/unless-defect';
import { abandon } from './abandon';
import { countOrRefuse } from './count-or-refuse';
import { findDoneIn } from './find-done';
import { sendFirstMessage } from './first-message';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { refuseIfNotAvailable } from './refuse-if-not-available';

/**
 * Begins an Interaction in a Conversation that was made for it and whose record is claimed. Whatever is refused before
 * anything was sent leaves nothing behind.
 */
export async function reachOutIn(
  claimed: StoredRecord,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  let done: Reached | undefined;
  try {
    done = await checkOrRefuse(claimed.conversationSid, outreach, ports);
  } catch (error) {
    await abandon(claimed, ports);
    throw error;
  }
  if (done) {
    await abandon(claimed, ports);
    return done;
  }
  const sids = await createInteraction(claimed, outreach, ports);
  return finish(claimed, sids, outreach, ports);
}

/**
 * Sends the first message of an Interaction that exists, which remembers it: one that was sent spares its record, which
 * a reply writes. Where none is to be sent, or it was refused, the Interaction is recorded.
 */
export async function finish(
  claimed: StoredRecord,
  { interactionSid, channelSid, taskSid }: Partial<InteractionSids>,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const { conversationSid } = claimed;
  const sids = { interactionSid, channelSid, taskSid };
  const sent = await sendFirstMessage({ conversationSid, ...sids }, outreach, ports);
  if (!outreach.message) await recordRouted(claimed, sids, 'routed', ports);
  if (sent.messageSent === false) {
    // Nobody has to wait who asks for it once more.
    const ended = { ...claimed.record, ...sids, leaseUntilMs: 0 };
    await ports.records.change(claimed, ended).catch(unlessDefect);
  }
  return { interactionSid, channelSid, conversationSid, taskSid, ...sent };
}

/** @returns what the same request led to before, if it did */
async function checkOrRefuse(
  conversationSid: ConversationSid,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached | undefined> {
  const { caller } = outreach;
  try {
    await refuseIfNotAvailable(caller, ports);
  } catch (refusal) {
    const done = refusal instanceof ApiError ? await findDoneBefore(outreach, ports) : undefined;
    if (done) return done;
    throw refusal;
  }
  const request = { ...outreach.request, conversationSid };
  const earlier = await countOrRefuse(outreach, { request }, ports);
  if (earlier === undefined) return undefined;
  const done = await findDoneIn(earlier, outreach, ports);
  if (!done) await countOrRefuse(outreach, { request, supersedes: earlier }, ports);
  return done;
}

/** An agent who is out by now may ask what came of it. */
async function findDoneBefore(outreach: Outreach, ports: OutreachPorts): Promise<Reached | undefined> {
  const earlier = await ports.guard.findEarlierOrRefuse(outreach.request);
  return earlier && findDoneIn(earlier, outreach, ports);
}

async function createInteraction(
  claimed: StoredRecord,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Partial<InteractionSids>> {
  const { conversationSid } = claimed;
  const channel = { type: outreach.channelType, properties: { media_channel_sid: conversationSid } };
  try {
    return await ports.interactions.createForAgent(channel, outreach.routing);
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    if (error.didNothing) {
      await abandon(claimed, ports);
      throw error;
    }
    const { found } = await findAfterLostAnswer(error, ports.gateway, async () => {
      return (await ports.tasks.findFor(conversationSid)).live;
    });
    if (found) return found;
    // Nothing is deleted, and nothing let go, for its task may show up late: the same request, the customer's message or
    // the sweep looks again.
    await recordUnknown(claimed, false, ports);
    throw error;
  }
}
