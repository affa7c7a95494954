import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { interactionCommand } from '../../core/interaction-status/interaction-command';

export const handler = agentEndpoint(interactionCommand);
