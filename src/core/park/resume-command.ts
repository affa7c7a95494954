import type { AgentCommand } from '../agents/agent-endpoint';
import { ofInteractionSchema } from '../handle/handle-schema';
import { locateOrRefuse } from '../handle/locate';
import { openRouting } from '../routing/open-routing';
import { resume } from './resume';

/** An agent takes an Interaction that is parked, or that nobody serves. */
export const resumeCommand: AgentCommand<typeof ofInteractionSchema> = {
  url: '/agent/resume',
  input: ofInteractionSchema,
  async run(input, caller, invocation) {
    const ports = openRouting(invocation);
    return { body: await resume(await locateOrRefuse(input, ports), caller, ports) };
  },
};
