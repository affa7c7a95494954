import type { AgentCommand } from '../agents/agent-endpoint';
import { ofInteractionSchema } from '../handle/handle-schema';
import { locateOrRefuse } from '../handle/locate';
import { requireRight } from '../handle/require-right';
import { openRouting } from '../routing/open-routing';
import { closeInteraction } from './close-interaction';

/** An agent ends an Interaction for everybody in it. */
export const closeCommand: AgentCommand<typeof ofInteractionSchema> = {
  url: '/agent/close',
  input: ofInteractionSchema,
  async run(input, caller, invocation) {
    const ports = openRouting(invocation);
    const interaction = await locateOrRefuse(input, ports);
    await requireRight(interaction, caller);
    return { body: { outcome: await closeInteraction(interaction, ports) } };
  },
};
