import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { clickToEmail } from '../../core/outreach/click-to-email';

export const handler = agentEndpoint(clickToEmail);
