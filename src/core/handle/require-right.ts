import type { Caller } from '../agents/flex-token';
import { ApiError } from '../endpoints/api-error';
import type { LocatedInteraction } from './located-interaction';

/**
 * Lets somebody act on an Interaction who takes part in it, or is a supervisor or admin; if nobody serves it, any
 * agent may.
 *
 * @throws ApiError `not_your_interaction`
 */
export async function requireRight(interaction: LocatedInteraction, caller: Caller): Promise<void> {
  if (caller.isSupervisor) return;
  if (await interaction.agent(caller.workerSid)) return;
  if (!(await interaction.hasLiveTask())) return;
  throw new ApiError(
    'not_your_interaction',
    'Other agents serve this Interaction. Ask one of them to invite you.',
  );
}
