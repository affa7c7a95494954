import { apiInitiatedInteraction } from '../../core/api-initiated/api-initiated-interaction';
import { backendEndpoint } from '../../core/endpoints/backend-endpoint';

export const handler = backendEndpoint(apiInitiatedInteraction);
