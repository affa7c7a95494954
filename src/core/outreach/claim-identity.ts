import type { Caller } from '../agents/flex-token';
import type { OutreachRequest } from '../routing-record/routing-record';
import { keyedDigest } from './keyed-digest';
import type { OutreachPorts } from './outreach';
import type { OutreachClaim, StoredClaim } from './outreach-claims';
import { refuseIfIdentityIsServed, refuseIfServedIn } from './refuse-if-identity-is-served';
import { waitOrGiveUp } from './wait-or-give-up';

/**
 * Claims an identity, so that only one request at a time begins a Conversation with it.
 *
 * @throws ApiError `conversation_already_open`
 * @throws TwilioRequestError if another request is at it for too long
 */
export async function claimIdentityOrRefuse(
  identity: string,
  outreach: { readonly request: OutreachRequest; readonly caller?: Pick<Caller, 'identity'> },
  ports: OutreachPorts,
): Promise<StoredClaim> {
  const { caller, request } = outreach;
  await refuseIfIdentityIsServed(identity, caller, ports);
  const name = `chat-${keyedDigest(ports.settings.authToken, 22, identity)}`;
  const { won, stored } = await ports.claims.claim(name, request);
  if (won) return stored;
  // Twilio sets a new Interaction up afterwards, so its lists may not show yet what was made last.
  await refuseIfServedIn(await findOpen(stored.claim, ports), identity, caller, ports);
  // Whoever holds it for the same request is dead: the claim of the request was held as long.
  const isFree = !ports.claims.isHeld(stored) || stored.claim.request.key === request.key;
  const taken = isFree ? await ports.claims.takeOver(stored, request) : undefined;
  if (taken) return taken;
  await waitOrGiveUp(ports);
  return claimIdentityOrRefuse(identity, outreach, ports);
}

/** The Conversation that a claim led to, if it is open. */
async function findOpen(claim: OutreachClaim, { conversations, tasks }: OutreachPorts) {
  const isNotTold = claim.interactionSid !== undefined && claim.conversationSid === undefined;
  const { live } = isNotTold ? await tasks.findByRequest(claim.request.key) : {};
  const conversationSid = claim.conversationSid ?? live?.conversationSid;
  if (!conversationSid || (await conversations.fetchState(conversationSid)) === 'closed') return [];
  return [conversationSid];
}
