import type { Caller } from '../agents/flex-token';
import { ApiError } from '../endpoints/api-error';
import type { Invocation } from '../endpoints/endpoint';
import { locateOrRefuse } from '../handle/locate';
import type { LocatedInteraction } from '../handle/located-interaction';
import { openTeam } from '../handle/open-team';
import { requireRight } from '../handle/require-right';
import { toOutreachRequest } from '../outreach/outreach-request';
import type { OutreachRequest } from '../routing-record/routing-record';
import type { TransferMode } from '../transfer/transfer-context';
import { toTransferContext } from '../transfer/transfer-context';
import type { InviteSids } from '../twilio/interactions';
import { claimInviteOrRefuse } from './claim-invite-or-refuse';
import { findSentBefore } from './find-sent-before';
import { isOfRequest } from './invite-book';
import { inviteRouting, originalTask } from './invite-routing';
import type { InviteInput } from './invite-target';
import { targetOf } from './invite-target';
import { refuseIfInvited, refuseIfPresent } from './refuse-if-present';
import { sendInvite } from './send-invite';

/** What an agent asks for when they invite somebody. */
interface InviteRequest {
  /** The endpoint, e.g. `/agent/invite`. */
  readonly url: string;
  readonly input: InviteInput;
  /** It is a transfer; absent for a mere Invite. */
  readonly mode?: TransferMode;
}

/**
 * Brings another agent into an Interaction.
 *
 * @throws ApiError for everything that a caller can understand
 */
export async function invite(
  { url, input, mode }: InviteRequest,
  caller: Caller,
  invocation: Invocation,
): Promise<InviteSids> {
  const ports = openTeam(invocation);
  const { settings, clock } = ports;
  const { requestId, ...parameters } = input;
  const target = targetOf(input);
  const request = toOutreachRequest(
    { url, workerSid: caller.workerSid, requestId, parameters: { ...parameters, mode } },
    settings.authToken,
    clock.now(),
  );
  let interaction: LocatedInteraction | undefined;
  try {
    interaction = await locateOrRefuse(input, ports);
    await requireRight(interaction, caller);
    await refuseIfPresent(target, interaction);
    if (!interaction.namedTask) refuseIfInvited(target, await tasksOfOthers(request, interaction));
  } catch (refusal) {
    const mayHaveComeBefore = refusal instanceof ApiError && requestId !== undefined;
    const sent = mayHaveComeBefore && (await findSentBefore(request, interaction?.channel, ports));
    if (sent) return sent;
    throw refusal;
  }
  const original = await originalTask(interaction, ports);
  const context = mode && toTransferContext(mode, await interaction.agent(caller.workerSid));
  const routing = inviteRouting(target, original, input, context ? { transfer: context } : {}, settings);
  const asked = { request, hasRequestId: requestId !== undefined, target };
  const claim = await claimInviteOrRefuse(asked, interaction, ports);
  return 'sent' in claim ? claim.sent : sendInvite(claim, target, routing, interaction, ports);
}

/** The same request may have come before, and its Invite be waiting. */
async function tasksOfOthers(request: OutreachRequest, interaction: LocatedInteraction) {
  return (await interaction.tasks()).filter(({ attributes }) => !isOfRequest(attributes.requestKey, request));
}
