import { invalidParameter } from '../kernel/api-error';

/** @throws TwilioApiError 20001 if attributes are not JSON */
export function requireJsonObject(json: string | undefined): void {
  if (json === undefined) return;
  try {
    if (typeof JSON.parse(json) === 'object') return;
  } catch {
    // Reported below.
  }
  throw invalidParameter('Attributes is not a valid JSON object');
}
