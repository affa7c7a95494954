import type { Caller } from '../agents/flex-token';
import type { OutreachRequest } from '../routing-record/routing-record';
import { findAfterLostAnswer } from '../routing/find-after-lost-answer';
import type { ConversationSid } from '../sid';
import type { InteractionSids, WithConversation } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { unlessDefect } from '../twilio/unless-defect';
import { claimIdentityOrRefuse } from './claim-identity';
import type { OutreachPorts, Reached } from './outreach';
import type { StoredClaim } from './outreach-claims';
import { isSameRequestOrRefuse } from './outreach-request';
import { waitOrGiveUp } from './wait-or-give-up';

/** An outreach that a claim of its request makes happen once, for no address pair can. */
interface ClaimedOutreach {
  readonly request: OutreachRequest;
  /** Customers without an address, with whom only one request at a time may begin a Conversation. */
  readonly identities: readonly string[];
  /** The agent who asks; absent for a back end. */
  readonly caller?: Pick<Caller, 'identity'>;
  /** Refuses before anything is made. */
  checkOrRefuse?(): Promise<void>;
  /** Creates the Interaction; repeated only after its task was looked for. */
  create(): Promise<Created>;
  /** Whatever comes after the Interaction, once. */
  sendFirstMessage?(conversationSid: ConversationSid | undefined): Promise<Partial<Reached>>;
}

export interface Created extends Partial<InteractionSids>, WithConversation {
  /** The routing record is written already. */
  readonly isRecorded?: boolean;
}

/** The claims of one invocation. */
interface Held {
  readonly request: StoredClaim;
  readonly identities: readonly StoredClaim[];
}

/**
 * Begins an Interaction once for each request, however often it comes.
 *
 * @throws ApiError for everything that a caller can understand
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export async function reachOutOnce(outreach: ClaimedOutreach, ports: OutreachPorts): Promise<Reached> {
  const { won, stored } = await ports.claims.claim(outreach.request.key, outreach.request);
  return won ? begin(stored, outreach, ports) : answerClaimed(stored, outreach, ports);
}

/** It came before, or something else under the same `requestId`. */
async function answerClaimed(
  stored: StoredClaim,
  outreach: ClaimedOutreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const { request, interactionSid, channelSid, conversationSid, taskSid } = stored.claim;
  const isSame = isSameRequestOrRefuse(request, outreach.request, ports.clock.now());
  if (isSame && interactionSid) return { interactionSid, channelSid, conversationSid, taskSid };
  if (ports.claims.isHeld(stored)) return waitAndAnswer(outreach, ports);
  if (isSame) {
    const { live } = await ports.tasks.findByRequest(request.key);
    if (live) return finish(stored, live, outreach, ports);
  }
  const taken = await ports.claims.takeOver(stored, outreach.request);
  return taken ? begin(taken, outreach, ports) : waitAndAnswer(outreach, ports);
}

async function waitAndAnswer(outreach: ClaimedOutreach, ports: OutreachPorts): Promise<Reached> {
  await waitOrGiveUp(ports);
  return answerClaimed(await ports.claims.read(outreach.request.key), outreach, ports);
}

async function begin(
  request: StoredClaim,
  outreach: ClaimedOutreach,
  ports: OutreachPorts,
): Promise<Reached> {
  const identities: StoredClaim[] = [];
  const held = { request, identities };
  try {
    for (const identity of outreach.identities)
      identities.push(await claimIdentityOrRefuse(identity, outreach, ports));
    await outreach.checkOrRefuse?.();
  } catch (error) {
    await letGo(held, ports);
    throw error;
  }
  const created = await create(held, outreach, ports);
  return conclude(held, created, outreach, ports);
}

async function create(held: Held, outreach: ClaimedOutreach, ports: OutreachPorts): Promise<Created> {
  try {
    return await outreach.create();
  } catch (error) {
    if (!(error instanceof TwilioRequestError) || error.didNothing) {
      await letGo(held, ports);
      throw error;
    }
    const { found } = await findAfterLostAnswer(error, ports.gateway, async () => {
      return (await ports.tasks.findByRequest(outreach.request.key)).live;
    });
    if (found) return found;
    // Nothing is let go, for its task may show up late: whoever comes after the lease looks again.
    throw error;
  }
}

/** Writes down what an Interaction that exists is, and sends its first message. */
async function conclude(
  held: Held,
  created: Created,
  outreach: ClaimedOutreach & { readonly isTold?: boolean },
  ports: OutreachPorts,
): Promise<Reached> {
  const { interactionSid, channelSid, conversationSid, taskSid } = created;
  const sids = { interactionSid, channelSid, conversationSid, taskSid };
  if (conversationSid && !created.isRecorded) {
    await recordOutreach(conversationSid, outreach.request, sids, ports);
  }
  // Before the message, so that nobody else has to wait for it.
  for (const identity of held.identities) await ports.claims.complete(identity, sids).catch(unlessDefect);
  const sent = outreach.isTold ? undefined : await outreach.sendFirstMessage?.(conversationSid);
  // Last of all, so that whoever asks again finishes what died on the way.
  await ports.claims.complete(held.request, sids);
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
  return conclude(
    { request: taken, identities: [] },
    live,
    { ...outreach, isTold: last !== undefined },
    ports,
  );
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
async function letGo({ request, identities }: Held, { claims }: OutreachPorts): Promise<void> {
  for (const claim of [...identities, request]) await claims.release(claim).catch(unlessDefect);
}
