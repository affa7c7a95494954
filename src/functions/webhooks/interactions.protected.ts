import { interactionsWebhook } from '../../core/interaction-events/interactions-webhook';
import { webhookEndpoint } from '../../core/endpoints/webhook-endpoint';

export const handler = webhookEndpoint(interactionsWebhook);
