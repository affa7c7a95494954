import { backendEndpoint } from '../../core/endpoints/backend-endpoint';
import { sweepCommand } from '../../core/sweep/sweep-command';

export const handler = backendEndpoint(sweepCommand);
