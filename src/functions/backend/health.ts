import { healthEndpoint } from '../../core/health/health-endpoint';

export const handler = healthEndpoint();
