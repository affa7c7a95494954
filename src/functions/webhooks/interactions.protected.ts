import { webhookEndpoint } from '../../core/endpoints/webhook-endpoint';
import { interactionsWebhook } from '../../core/interaction-events/interactions-webhook';

export const handler = webhookEndpoint(interactionsWebhook);
