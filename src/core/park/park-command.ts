import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { handleEntries, oneHandle } from '../handle/handle-schema';
import { locate } from '../handle/locate';
import { openTeam } from '../handle/open-team';
import { requireRight } from '../handle/require-right';
import { park } from './park';

const parkInput = v.pipe(
  v.object({ ...handleEntries, requestId: optionalSchema(requestIdSchema) }),
  oneHandle(),
);

/** An agent sets an Interaction aside until the customer writes, or somebody resumes it. */
export const parkCommand: AgentCommand<typeof parkInput> = {
  url: '/agent/park',
  input: parkInput,
  async run(input, caller, invocation) {
    const ports = openTeam(invocation);
    const interaction = await locate(input, ports);
    const isParked = !(await interaction.agent(caller.workerSid)) && (await isParkedAlready());
    if (isParked) return { body: { outcome: 'already_parked' } };
    await requireRight(interaction, caller);
    return { body: { outcome: await park(interaction, ports) } };

    async function isParkedAlready(): Promise<boolean> {
      return (await interaction.record())?.record.state === 'parked' && !(await interaction.hasLiveTask());
    }
  },
};
