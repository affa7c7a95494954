import { conversationsWebhook } from '../../core/conversations/conversations-webhook';
import { webhookEndpoint } from '../../core/endpoints/webhook-endpoint';

export const handler = webhookEndpoint(conversationsWebhook);
