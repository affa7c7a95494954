import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { listParkedCommand } from '../../core/park/list-parked-command';

export const handler = agentEndpoint(listParkedCommand);
