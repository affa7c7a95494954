import type { AgentCommand } from '../agents/agent-endpoint';
import { ofInteractionSchema } from '../handle/handle-schema';
import { locateOrRefuse } from '../handle/locate';
import { requireRight } from '../handle/require-right';
import { openRouting } from '../routing/open-routing';
import { presentParticipants } from './present-participants';

/** Who is in an Interaction. */
export const listParticipantsCommand: AgentCommand<typeof ofInteractionSchema> = {
  url: '/agent/participants/list',
  input: ofInteractionSchema,
  async run(input, caller, invocation) {
    const interaction = await locateOrRefuse(input, openRouting(invocation));
    await requireRight(interaction, caller);
    return { body: { participants: await presentParticipants(interaction) } };
  },
};
