import type { AgentCommand } from '../agents/agent-endpoint';
import { ofInteractionSchema } from '../handle/handle-schema';
import { locateOrRefuse } from '../handle/locate';
import { requireRight } from '../handle/require-right';
import { openRouting } from '../routing/open-routing';
import { park } from './park';

/** An agent sets an Interaction aside until the customer writes, or somebody resumes it. */
export const parkCommand: AgentCommand<typeof ofInteractionSchema> = {
  url: '/agent/park',
  input: ofInteractionSchema,
  async run(input, caller, invocation) {
    const ports = openRouting(invocation);
    // What the customer writes from now on, the agent has not read.
    const atMs = ports.clock.now();
    const interaction = await locateOrRefuse(input, ports);
    const isParked = !(await interaction.agent(caller.workerSid)) && (await isParkedAlready());
    if (isParked) return { body: { outcome: 'already_parked' } };
    await requireRight(interaction, caller);
    return { body: { outcome: await park(interaction, atMs, ports) } };

    async function isParkedAlready(): Promise<boolean> {
      return (await interaction.record())?.record.state === 'parked' && !(await interaction.hasLiveTask());
    }
  },
};
