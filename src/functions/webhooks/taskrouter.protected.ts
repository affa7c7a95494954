import { webhookEndpoint } from '../../core/endpoints/webhook-endpoint';
import { taskrouterWebhook } from '../../core/task-events/taskrouter-webhook';

export const handler = webhookEndpoint(taskrouterWebhook);
