import { recordRouted, recordUnknown } from '../routing/record-result';
import type { StoredRecord } from '../routing-record/routing-records';
import type { ConversationSid } from '../sid';
import type { InteractionSids } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { ABANDONED, abandon } from './abandon';
import { countOrRefuse } from './count-or-refuse';
import { refuseIfNotAvailable } from './refuse-if-not-available';
import { sendFirstMessage } from './first-message';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { findAfterLostAnswer } from '../routing/find-after-lost-answer';

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
 * Sends the first message of an Interaction that exists, and records it where there is none to send: a reply finds
 * the Interaction by its task, and then the record is written.
 */
export async function finish(
  claimed: StoredRecord,
  { interactionSid, channelSid, taskSid }: Partial<InteractionSids>,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const { conversationSid } = claimed;
  const sent = await sendFirstMessage(conversationSid, outreach, ports);
  if (!outreach.message) {
    await recordRouted(claimed, { interactionSid, channelSid, taskSid }, 'routed', ports);
  }
  return { interactionSid, channelSid, conversationSid, taskSid, ...sent };
}

/** @returns what the same request led to before, if it did */
async function checkOrRefuse(
  conversationSid: ConversationSid,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached | undefined> {
  const { caller, request, hasRequestId } = outreach;
  await refuseIfNotAvailable(caller, ports);
  const details = hasRequestId ? { request: { ...request, conversationSid } } : {};
  const earlier = await countOrRefuse(outreach, details, ports);
  if (earlier === undefined) return undefined;
  const { record } = (await ports.records.read(earlier)) ?? {};
  if (record && record.code !== ABANDONED) {
    const { interactionSid, channelSid, taskSid } = record;
    return { interactionSid, channelSid, conversationSid: earlier, taskSid };
  }
  await countOrRefuse(outreach, { ...details, supersedes: earlier }, ports);
  return undefined;
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
    const { isOver, found } = await findAfterLostAnswer(error, ports.gateway, async () => {
      return (await ports.tasks.findFor(conversationSid)).live;
    });
    if (found) return found;
    // Nothing is deleted: the same request, the customer's message or the sweep looks again.
    await recordUnknown(claimed, isOver, ports);
    throw error;
  }
}
