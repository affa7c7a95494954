import { agentEndpoint } from '../../../core/agents/agent-endpoint';
import { listParticipantsCommand } from '../../../core/participants/list-participants-command';

export const handler = agentEndpoint(listParticipantsCommand);
