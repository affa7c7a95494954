import { property } from './property';
import { TwilioRequestError } from './request-error';
import type { TransportResponse } from './transport';

/** Errors of Node's sockets that mean that no connection was made, so that nothing was sent. */
const NO_CONNECTION = new Set<unknown>([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * Too many requests at once for one Interaction, or a conflict with one of them: to be sent again.
 *
 * @see https://www.twilio.com/docs/api/errors/45780
 * @see https://www.twilio.com/docs/api/errors/45796
 */
const TO_BE_REPEATED = new Set<unknown>([45780, 45796]);

/** Classifies a request that got no answer. */
export function errorFromFailure(failure: unknown, operation: string): TwilioRequestError {
  if (failure instanceof TwilioRequestError) return failure;
  const kind = NO_CONNECTION.has(property(failure, 'code')) ? 'unreachable' : 'unavailable';
  return new TwilioRequestError({ kind, operation, cause: failure });
}

/** Classifies an answer; undefined if it brings a result. */
export function errorFromAnswer(
  answer: TransportResponse,
  operation: string,
): TwilioRequestError | undefined {
  const { status } = answer;
  const body = parseJsonObject(answer.body);
  if (status >= 200 && status < 300 && (body !== undefined || answer.body === '')) return undefined;
  const code = typeof body?.code === 'number' ? body.code : undefined;
  const facts = { operation, status, code, ...namedSid(body) };
  if (status === 429 || TO_BE_REPEATED.has(code)) {
    return new TwilioRequestError({ ...facts, kind: 'rate_limited', ...retryAfter(answer) });
  }
  const refused = status >= 400 && status < 500 && status !== 408;
  return new TwilioRequestError({
    ...facts,
    kind: refused ? 'rejected' : 'unavailable',
    ...retryAfter(answer),
  });
}

function parseJsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function namedSid(body: Readonly<Record<string, unknown>> | undefined): { namedSid?: string } {
  const found = typeof body?.message === 'string' ? /\b[A-Z]{2}[0-9a-fA-F]{32}\b/.exec(body.message) : null;
  return found ? { namedSid: found[0] } : {};
}

/** The Retry-After header, in its form of seconds. */
function retryAfter(answer: TransportResponse): { retryAfterMs?: number } {
  const header = answer.headers['retry-after'];
  return typeof header === 'string' && /^\d+$/.test(header) ? { retryAfterMs: Number(header) * 1000 } : {};
}
