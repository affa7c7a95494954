import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { transferCommand } from '../../core/transfer/transfer-command';

export const handler = agentEndpoint(transferCommand);
