import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { handleEntries, oneHandle } from '../handle/handle-schema';
import { locate } from '../handle/locate';
import { openTeam } from '../handle/open-team';
import { requireRight } from '../handle/require-right';
import { closeInteraction } from './close-interaction';

const closeInput = v.pipe(
  v.object({ ...handleEntries, requestId: optionalSchema(requestIdSchema) }),
  oneHandle(),
);

/** An agent ends an Interaction for everybody in it. */
export const closeCommand: AgentCommand<typeof closeInput> = {
  url: '/agent/close',
  input: closeInput,
  async run(input, caller, invocation) {
    const ports = openTeam(invocation);
    const interaction = await locate(input, ports);
    await requireRight(interaction, caller);
    return { body: { outcome: await closeInteraction(interaction, ports) } };
  },
};
