import { ApiError } from '../endpoints/api-error';
import type { LocatedInteraction } from '../handle/located-interaction';
import type { InteractionTask } from '../twilio/interaction-task';
import { flexAttributesOf, isPending } from '../twilio/interaction-task';
import type { InviteTarget } from './invite-target';

/**
 * Refuses to invite an agent who is in the Interaction.
 *
 * @throws ApiError `already_in`
 */
export async function refuseIfPresent(target: InviteTarget, interaction: LocatedInteraction): Promise<void> {
  if (target.type !== 'worker' || !(await interaction.agent(target.sid))) return;
  throw new ApiError('already_in', 'This agent takes part in the Interaction already.', {
    workerSid: target.sid,
  });
}

/**
 * Refuses to invite whoever has an Invite that waits for them.
 *
 * @param tasks of the Interaction
 * @throws ApiError `already_invited`
 */
export function refuseIfInvited(target: InviteTarget, tasks: readonly InteractionTask[]): void {
  const waiting = tasks.find((task) => isPending(task) && task.attributes.transferTargetSid === target.sid);
  if (waiting) throw alreadyInvited(waiting);
}

/** The refusal to invite whoever has been invited: with the Invite that waits, unless it is only being sent. */
export function alreadyInvited(waiting?: InteractionTask): ApiError {
  return new ApiError(
    'already_invited',
    'An Invite to the same agent, queue or workflow is waiting already. Wait until it is taken or has ended.',
    waiting && { taskSid: waiting.taskSid, inviteSid: flexAttributesOf(waiting.attributes).inviteSid },
  );
}
