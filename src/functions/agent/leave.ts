import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { leaveCommand } from '../../core/leave/leave-command';

export const handler = agentEndpoint(leaveCommand);
