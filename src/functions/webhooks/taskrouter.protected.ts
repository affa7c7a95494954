import { taskrouterWebhook } from '../../core/task-events/taskrouter-webhook';
import { webhookEndpoint } from '../../core/endpoints/webhook-endpoint';

export const handler = webhookEndpoint(taskrouterWebhook);
