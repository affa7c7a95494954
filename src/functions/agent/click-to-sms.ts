import { agentEndpoint } from '../../core/agents/agent-endpoint';
import { clickToSms } from '../../core/outreach/click-to-sms';

export const handler = agentEndpoint(clickToSms);
