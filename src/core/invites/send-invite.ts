import { InputError } from '../endpoints/input-error';
import { interactionNotFound } from '../handle/locate';
import type { LocatedInteraction } from '../handle/located-interaction';
import type { TeamPorts } from '../handle/team-ports';
import { findAfterLostAnswer } from '../routing/find-after-lost-answer';
import { isOver } from '../twilio/interaction-channels';
import type { InviteSids, Routing } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { unlessDefect } from '../twilio/unless-defect';
import type { ClaimedInvite } from './claim-invite-or-refuse';
import { findSent } from './claim-invite-or-refuse';
import { taskKeyOf } from './invite-book';
import type { InviteTarget } from './invite-target';

/**
 * Sends an Invite that has been claimed. If its fate is unknown it is looked for; it is never sent again here.
 *
 * @throws ApiError or InputError if Twilio refuses it
 * @throws TwilioRequestError if it could not be sent now: the same request may be sent again
 */
export async function sendInvite(
  { claimed, entry }: ClaimedInvite,
  target: InviteTarget,
  routing: Routing,
  interaction: LocatedInteraction,
  ports: TeamPorts,
): Promise<InviteSids> {
  const taskKey = taskKeyOf(entry);
  const attributes = { ...routing.attributes, requestKey: taskKey };
  try {
    return await ports.invites.send(interaction.channel, { ...routing, attributes });
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    if (error.didNothing) {
      // If it cannot be withdrawn, its lease ends by itself.
      await ports.inviteBook.withdraw(claimed, entry.key).catch(unlessDefect);
      throw error.isPassing ? error : await explainRefusal(error, target, interaction, ports);
    }
    const { found } = await findAfterLostAnswer(error, ports.gateway, () => findSent(taskKey, ports));
    if (found) return found;
    throw error;
  }
}

/** Twilio refuses an Invite if the channel is over, and if the target does not exist. */
async function explainRefusal(
  error: TwilioRequestError,
  target: InviteTarget,
  { channel }: LocatedInteraction,
  { channels }: TeamPorts,
): Promise<Error> {
  if (error.status === 404) return interactionNotFound();
  if (error.status !== 400) return error;
  const { status } = await channels.fetchFate(channel);
  if (isOver(status)) return interactionNotFound();
  return new InputError({
    [`${target.type}Sid`]: 'was refused by Twilio: it may not exist in this workspace',
  });
}
