import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { clickToChat } from '../../core/outreach/click-to-chat';

export const handler = agentEndpoint(clickToChat);
