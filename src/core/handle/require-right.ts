import type { Caller } from '../agents/flex-token';
import { ApiError } from '../endpoints/api-error';
import type { LocatedInteraction } from './located-interaction';

/**
 * Lets somebody act on an Interaction who takes part in it, or is a supervisor or admin; whoever began it may as long as
 * no agent is in it, and if nobody serves it, any agent may.
 *
 * @throws ApiError `not_your_interaction`
 */
export async function requireRight(interaction: LocatedInteraction, caller: Caller): Promise<void> {
  if (caller.isSupervisor) return;
  if (await interaction.agent(caller.workerSid)) return;
  if (!(await interaction.hasLiveTask())) return;
  if (await isOwnOutreach(interaction, caller)) return;
  throw new ApiError(
    'not_your_interaction',
    'Other agents serve this Interaction. Ask one of them to invite you.',
  );
}

/** Their own task may not have reached them yet. */
async function isOwnOutreach(interaction: LocatedInteraction, { workerSid }: Caller): Promise<boolean> {
  const { record } = (await interaction.record()) ?? {};
  return record?.request?.workerSid === workerSid && (await interaction.agents()).length === 0;
}
