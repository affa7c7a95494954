import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { inviteCommand } from '../../core/invites/invite-command';

export const handler = agentEndpoint(inviteCommand);
