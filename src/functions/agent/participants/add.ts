import { agentEndpoint } from '../../../core/agents/agent-endpoint';
import { addParticipantCommand } from '../../../core/participants/add-participant-command';

export const handler = agentEndpoint(addParticipantCommand);
