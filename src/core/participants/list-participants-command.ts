import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { handleEntries, oneHandle } from '../handle/handle-schema';
import { locate } from '../handle/locate';
import { openTeam } from '../handle/open-team';
import { requireRight } from '../handle/require-right';
import { presentParticipants } from './present-participants';

const listInput = v.pipe(
  v.object({ ...handleEntries, requestId: optionalSchema(requestIdSchema) }),
  oneHandle(),
);

/** Who is in an Interaction. */
export const listParticipantsCommand: AgentCommand<typeof listInput> = {
  url: '/agent/participants/list',
  input: listInput,
  async run(input, caller, invocation) {
    const interaction = await locate(input, openTeam(invocation));
    await requireRight(interaction, caller);
    return { body: { participants: await presentParticipants(interaction) } };
  },
};
