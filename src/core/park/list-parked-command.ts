import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { WRONG_CURSOR } from '../endpoints/refuse-cursor';
import { openRouting } from '../routing/open-routing';
import { listParked } from './list-parked';

const listInput = v.object({
  /** Of the answer before. */
  cursor: optionalSchema(v.pipe(v.string('must be a text'), v.regex(/^[\w.=%-]{1,1000}$/, WRONG_CURSOR))),
  requestId: optionalSchema(requestIdSchema),
});

/** What an agent has parked; for a supervisor, what everybody has. */
export const listParkedCommand: AgentCommand<typeof listInput> = {
  url: '/agent/parked',
  input: listInput,
  run: async ({ cursor }, caller, invocation) => ({
    body: await listParked(cursor, caller, openRouting(invocation)),
  }),
};
