import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { resumeCommand } from '../../core/park/resume-command';

export const handler = agentEndpoint(resumeCommand);
