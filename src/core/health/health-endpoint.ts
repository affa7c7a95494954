import { LONG_BUDGET } from '../deadline';
import { ApiError } from '../endpoints/api-error';
import { answerError } from '../endpoints/answer-error';
import { callersRequestId } from '../endpoints/command';
import type { Handler, Result } from '../endpoints/endpoint';
import { endpoint } from '../endpoints/endpoint';
import { isSameSecret, readAuthorization } from '../endpoints/secrets';
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
        const refusal = refuse(event, invocation.settings.backendApiKey, invocation.requestId);
        return refusal ?? report(await checkResources(invocation));
      },
      runMisconfigured: (event, context, requestId) => {
        const key = typeof context.BACKEND_API_KEY === 'string' ? context.BACKEND_API_KEY : undefined;
        return refuse(event, key, requestId) ?? report(checkSettings(context, platform));
      },
    },
    platform,
  );
}

function refuse(event: unknown, expected: string | undefined, requestId: string): Result | undefined {
  const key = readAuthorization(event, 'Bearer');
  if (isSameSecret(key, expected)) return undefined;
  const error =
    key === undefined
      ? new ApiError('token_missing', 'Send the key as `Authorization: Bearer`.')
      : new ApiError('token_invalid', 'This key is not the one that is set as BACKEND_API_KEY.');
  return answerError(error, requestId);
}

function report(checks: readonly Check[]): Result {
  const isHealthy = checks.every(({ ok }) => ok);
  const body = { status: isHealthy ? ('ok' as const) : ('failing' as const), checks };
  return { answer: { status: isHealthy ? 200 : 503, body }, facts: { outcome: body.status } };
}
