import { ApiError } from './api-error';
import { isSameSecret, readAuthorization } from './secrets';

/**
 * What is wrong with the key that a caller of `/backend` has sent.
 *
 * @param expected `BACKEND_API_KEY`; without it every key is wrong
 */
export function findKeyError(event: unknown, expected: string | undefined): ApiError | undefined {
  const key = readAuthorization(event, 'Bearer');
  if (key === undefined) return new ApiError('token_missing', 'Send the key as `Authorization: Bearer`.');
  if (isSameSecret(key, expected)) return undefined;
  return new ApiError('token_invalid', 'This key is not the one that is set as BACKEND_API_KEY.');
}
