import type { InteractionSids, WithConversation } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { sendFirstMessage } from './first-message';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import type { StoredClaim } from './outreach-claims';
import { isSameRequestOrRefuse } from './outreach-request';
import { agentNotAvailable, ceilingsOf, SETTLING_MS } from './reach-out-in';
import { waitOrGiveUp } from './wait-or-give-up';

/** An outreach for which Twilio makes the Conversation, for no address pair could claim it. */
export interface OutreachByInteraction extends Outreach {
  /** What only one may do at a time: the request itself, or to write to one identity. */
  readonly claimName: string;
  /** In Twilio's own form, without `initiated_by`. */
  readonly channel: object;
  /** Refuses, once the claim is held, if the customer is in an open Conversation. */
  refuseIfOpen?(): Promise<void>;
}

/**
 * Begins an Interaction whose Conversation Twilio makes.
 *
 * @throws ApiError for everything that a caller can understand
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export async function reachOutByInteraction(
  outreach: OutreachByInteraction,
  ports: OutreachPorts,
): Promise<Reached> {
  const { won, stored } = await ports.claims.claim(outreach.claimName, outreach.request);
  return won ? begin(stored, outreach, ports) : answerClaimed(stored, outreach, ports);
}

/** Somebody has asked before: for the same, or to write to the same identity. */
async function answerClaimed(
  stored: StoredClaim,
  outreach: OutreachByInteraction,
  ports: OutreachPorts,
): Promise<Reached> {
  const { request, interactionSid, channelSid, conversationSid, taskSid } = stored.claim;
  const isSame = isSameRequestOrRefuse(request, outreach.request, ports.clock.now());
  if (isSame && interactionSid) return { interactionSid, channelSid, conversationSid, taskSid };
  if (ports.claims.isHeld(stored)) {
    if (!isSame) await outreach.refuseIfOpen?.();
    await waitOrGiveUp(ports);
    return answerClaimed(await ports.claims.read(outreach.claimName), outreach, ports);
  }
  if (isSame) {
    const { live } = await ports.tasks.findByRequest(request.key);
    if (live) return conclude(stored, live, outreach, ports);
  }
  const taken = await ports.claims.takeOver(stored, outreach.request);
  if (taken) return begin(taken, outreach, ports);
  await waitOrGiveUp(ports);
  return answerClaimed(await ports.claims.read(outreach.claimName), outreach, ports);
}

async function begin(
  claimed: StoredClaim,
  outreach: OutreachByInteraction,
  ports: OutreachPorts,
): Promise<Reached> {
  const { caller, pair } = outreach;
  try {
    await outreach.refuseIfOpen?.();
    if (!(await ports.workers.isAvailable(caller.workerSid))) throw agentNotAvailable();
    await ports.guard.count({ workerSid: caller.workerSid, pair, ceilings: ceilingsOf(ports) });
  } catch (error) {
    await letGo(claimed, ports);
    throw error;
  }
  const created = await create(claimed, outreach, ports);
  return conclude(claimed, created, outreach, ports);
}

async function create(
  claimed: StoredClaim,
  outreach: OutreachByInteraction,
  ports: OutreachPorts,
): Promise<Partial<InteractionSids> & WithConversation> {
  try {
    return await ports.interactions.createForAgent(outreach.channel, outreach.routing);
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    if (error.didNothing) {
      await letGo(claimed, ports);
      throw error;
    }
    const hasTimeToLook = error.kind !== 'timed_out' && (await ports.gateway.wait(SETTLING_MS));
    const live = hasTimeToLook ? (await ports.tasks.findByRequest(outreach.request.key)).live : undefined;
    if (live) return live;
    if (hasTimeToLook) await letGo(claimed, ports);
    throw error;
  }
}

/** Writes down what an Interaction that exists is, and sends its first message. */
async function conclude(
  claimed: StoredClaim,
  created: Partial<InteractionSids> & WithConversation,
  outreach: OutreachByInteraction,
  ports: OutreachPorts,
): Promise<Reached> {
  const { interactionSid, channelSid, conversationSid, taskSid } = created;
  const sids = { interactionSid, channelSid, conversationSid, taskSid };
  if (conversationSid) {
    const { request } = outreach;
    await ports.records.createUnlessKnown(conversationSid, {
      state: 'routed',
      attempt: 1,
      request,
      interactionSid,
      channelSid,
      taskSid,
    });
  }
  const completed = await ports.claims.complete(claimed, sids);
  // Somebody else has finished it, the message included.
  if (!completed || !conversationSid) return sids;
  return { ...sids, ...(await sendFirstMessage(conversationSid, outreach, ports)) };
}

/** What cannot be let go now ends with its lease. */
async function letGo(claimed: StoredClaim, { claims }: OutreachPorts): Promise<void> {
  try {
    await claims.release(claimed);
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
  }
}
