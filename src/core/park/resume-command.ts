import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { handleEntries, oneHandle } from '../handle/handle-schema';
import { locate } from '../handle/locate';
import { openTeam } from '../handle/open-team';
import { resume } from './resume';

const resumeInput = v.pipe(
  v.object({ ...handleEntries, requestId: optionalSchema(requestIdSchema) }),
  oneHandle(),
);

/** An agent takes an Interaction that is parked, or that nobody serves. */
export const resumeCommand: AgentCommand<typeof resumeInput> = {
  url: '/agent/resume',
  input: resumeInput,
  async run(input, caller, invocation) {
    const ports = openTeam(invocation);
    return { body: await resume(await locate(input, ports), caller, ports) };
  },
};
