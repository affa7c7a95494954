import { LONG_BUDGET } from '../deadline';
import { answerError } from '../endpoints/answer-error';
import { findKeyError } from '../endpoints/backend-key';
import { callersRequestId } from '../endpoints/command';
import type { Handler, Result } from '../endpoints/endpoint';
import { endpoint } from '../endpoints/endpoint';
import type { Platform } from '../platform';
import { functionsPlatform } from '../platform';
import type { Check } from './check-resources';
import { checkResources, checkSettings } from './check-resources';

/**
 * Tells whoever has the backend key whether every setting and resource is as it should be: by name only. It answers
 * even if a setting is wrong, which no other endpoint does.
 */
export function healthEndpoint(platform: Platform = functionsPlatform): Handler {
  return endpoint(
    {
      url: '/backend/health',
      budget: LONG_BUDGET,
      requestIdOf: callersRequestId,
      run: async (event, invocation) => {
        const refusal = findKeyError(event, invocation.settings.backendApiKey);
        if (refusal) throw refusal;
        return report(await checkResources(invocation));
      },
      runMisconfigured: (event, context, requestId) => {
        const key = typeof context.BACKEND_API_KEY === 'string' ? context.BACKEND_API_KEY : undefined;
        const refusal = findKeyError(event, key);
        return refusal ? answerError(refusal, requestId) : report(checkSettings(context, platform));
      },
    },
    platform,
  );
}

function report(checks: readonly Check[]): Result {
  const isHealthy = checks.every(({ ok }) => ok);
  const body = { status: isHealthy ? ('ok' as const) : ('failing' as const), checks };
  return { answer: { status: isHealthy ? 200 : 503, body }, facts: { outcome: body.status } };
}
