import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { parkCommand } from '../../core/park/park-command';

export const handler = agentEndpoint(parkCommand);
