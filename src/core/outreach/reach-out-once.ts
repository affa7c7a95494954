import type { OutreachRequest } from '../routing-record/routing-record';
import type { ConversationSid } from '../sid';
import type { InteractionSids, WithConversation } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { unlessDefect } from '../twilio/unless-defect';
import type { OutreachPorts, Reached } from './outreach';
import type { StoredClaim } from './outreach-claims';
import { isSameRequestOrRefuse } from './outreach-request';
import { findAfterLostAnswer } from '../routing/find-after-lost-answer';
import { waitOrGiveUp } from './wait-or-give-up';

/** An outreach that a claim of its own makes happen once, for no address pair can. */
export interface ClaimedOutreach {
  readonly request: OutreachRequest;
  /** What only one may do at a time: the request itself, or to write to one identity. */
  readonly claimName: string;
  /** Refuses before anything is made. */
  checkOrRefuse(): Promise<void>;
  /** Refuses somebody else who wants the same while the claim is held. */
  refuseOther?(): Promise<void>;
  /** Creates the Interaction; repeated only after its task was looked for. */
  create(): Promise<Created>;
  /** Whatever comes after the Interaction, once. */
  sendFirstMessage?(conversationSid: ConversationSid | undefined): Promise<Partial<Reached>>;
}

export interface Created extends Partial<InteractionSids>, WithConversation {
  /** The routing record is written already. */
  readonly isRecorded?: boolean;
}

/**
 * Begins an Interaction once for each claim, whoever asks and however often.
 *
 * @throws ApiError for everything that a caller can understand
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export async function reachOutOnce(outreach: ClaimedOutreach, ports: OutreachPorts): Promise<Reached> {
  const { won, stored } = await ports.claims.claim(outreach.claimName, outreach.request);
  return won ? begin(stored, outreach, ports) : answerClaimed(stored, outreach, ports);
}

/** Somebody has asked before: for the same, or to write to the same identity. */
async function answerClaimed(
  stored: StoredClaim,
  outreach: ClaimedOutreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const { request, interactionSid, channelSid, conversationSid, taskSid } = stored.claim;
  const isSame = isSameRequestOrRefuse(request, outreach.request, ports.clock.now());
  if (isSame && interactionSid) return { interactionSid, channelSid, conversationSid, taskSid };
  if (ports.claims.isHeld(stored)) {
    if (!isSame) await outreach.refuseOther?.();
    return waitAndAnswer(outreach, ports);
  }
  if (isSame) {
    const { live } = await ports.tasks.findByRequest(request.key);
    if (live) return finish(stored, live, outreach, ports);
  }
  const taken = await ports.claims.takeOver(stored, outreach.request);
  return taken ? begin(taken, outreach, ports) : waitAndAnswer(outreach, ports);
}

async function waitAndAnswer(outreach: ClaimedOutreach, ports: OutreachPorts): Promise<Reached> {
  await waitOrGiveUp(ports);
  return answerClaimed(await ports.claims.read(outreach.claimName), outreach, ports);
}

async function begin(
  claimed: StoredClaim,
  outreach: ClaimedOutreach,
  ports: OutreachPorts,
): Promise<Reached> {
  try {
    await outreach.checkOrRefuse();
  } catch (error) {
    await letGo(claimed, ports);
    throw error;
  }
  const created = await create(claimed, outreach, ports);
  return conclude(claimed, created, outreach, ports);
}

async function create(
  claimed: StoredClaim,
  outreach: ClaimedOutreach,
  ports: OutreachPorts,
): Promise<Created> {
  try {
    return await outreach.create();
  } catch (error) {
    if (!(error instanceof TwilioRequestError) || error.didNothing) {
      await letGo(claimed, ports);
      throw error;
    }
    const { isOver, found } = await findAfterLostAnswer(error, ports.gateway, async () => {
      return (await ports.tasks.findByRequest(outreach.request.key)).live;
    });
    if (found) return found;
    if (isOver) await letGo(claimed, ports);
    throw error;
  }
}

/** Writes down what an Interaction that exists is, and sends its first message. */
async function conclude(
  claimed: StoredClaim,
  created: Created,
  outreach: ClaimedOutreach & { readonly isTold?: boolean },
  ports: OutreachPorts,
): Promise<Reached> {
  const { interactionSid, channelSid, conversationSid, taskSid } = created;
  const sids = { interactionSid, channelSid, conversationSid, taskSid };
  if (conversationSid && !created.isRecorded) {
    await recordOutreach(conversationSid, outreach.request, sids, ports);
  }
  const sent = outreach.isTold ? undefined : await outreach.sendFirstMessage?.(conversationSid);
  // Last of all, so that whoever asks again finishes what died on the way.
  await ports.claims.complete(claimed, sids);
  return { ...sids, ...sent };
}

/** An earlier invocation died after the Interaction was made; its message may have been sent. */
async function finish(
  stored: StoredClaim,
  live: Created,
  outreach: ClaimedOutreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const taken = await ports.claims.takeOver(stored, outreach.request);
  if (!taken) return waitAndAnswer(outreach, ports);
  const last = live.conversationSid && (await ports.messages.fetchLast(live.conversationSid));
  return conclude(taken, live, { ...outreach, isTold: last !== undefined }, ports);
}

/** Twilio may have told of the Interaction before we could record that it is ours. */
async function recordOutreach(
  conversationSid: ConversationSid,
  request: OutreachRequest,
  { interactionSid, channelSid, taskSid }: Created,
  { records }: OutreachPorts,
): Promise<void> {
  const record = { state: 'routed', attempt: 1, request, interactionSid, channelSid, taskSid } as const;
  if (await records.createUnlessKnown(conversationSid, record)) return;
  const stored = await records.read(conversationSid);
  if (stored?.record.state === 'foreign') await records.change(stored, record);
}

/** What cannot be let go now ends with its lease. */
async function letGo(claimed: StoredClaim, { claims }: OutreachPorts): Promise<void> {
  await claims.release(claimed).catch(unlessDefect);
}
