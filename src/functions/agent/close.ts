import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { closeCommand } from '../../core/leave/close-command';

export const handler = agentEndpoint(closeCommand);
