import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { clickToWhatsapp } from '../../core/outreach/click-to-whatsapp';

export const handler = agentEndpoint(clickToWhatsapp);
