import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { oneHandle } from '../handle/handle-schema';
import { invite } from './invite';
import { inviteEntries, oneTarget } from './invite-target';

const inviteInput = v.pipe(v.object(inviteEntries), oneHandle(), oneTarget());

/** An agent invites a colleague, a queue, or whomever a workflow finds. */
export const inviteCommand: AgentCommand<typeof inviteInput> = {
  url: '/agent/invite',
  input: inviteInput,
  run: async (input, caller, invocation) => ({
    status: 201,
    body: await invite({ url: inviteCommand.url, input }, caller, invocation),
  }),
};
