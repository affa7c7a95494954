import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { InputError } from '../endpoints/input-error';
import { oneHandle } from '../handle/handle-schema';
import { invite } from '../invites/invite';
import { inviteEntries, oneTarget } from '../invites/invite-target';
import { TRANSFER_MODES } from './transfer-context';

const transferInput = v.pipe(
  v.object({ ...inviteEntries, mode: v.picklist(TRANSFER_MODES, 'must be cold or warm') }),
  oneHandle(),
  oneTarget(),
);

/** An agent hands a customer over: warm, and both stay in; cold, and they leave as soon as somebody has joined. */
export const transferCommand: AgentCommand<typeof transferInput> = {
  url: '/agent/transfer',
  input: transferInput,
  async run({ mode, ...input }, caller, invocation) {
    const isDirect = input.workerSid !== undefined && !invocation.settings.transferWorkflowSid;
    if (mode === 'cold' && isDirect) {
      // https://www.twilio.com/docs/flex/developer/conversations/best-practices
      throw new InputError({
        workerSid:
          'needs TRANSFER_WORKFLOW_SID for a cold transfer: if a direct Invite is declined, nobody gets it',
      });
    }
    return { status: 201, body: await invite({ url: transferCommand.url, input, mode }, caller, invocation) };
  },
};
