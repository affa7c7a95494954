import type { Failure, Refusal, Result } from './errors.js';

/** How a client reaches its deployment. */
export interface ClientOptions {
  /** Of the deployment, e.g. `https://flex-conversations-1234-dev.twil.io`. */
  baseUrl: string;
  /** The agent's current Flex token; asked for at every attempt. */
  getToken: () => string | Promise<string>;
  /** How often a call is tried, 3 by default. */
  maxAttempts?: number;
  /** How long one attempt may take, in milliseconds; 12 000 by default, for a Function ends after 10 000. */
  timeoutMs?: number;
  /** How long to wait before the second attempt, in milliseconds; 500 by default, doubled with each. */
  waitMs?: number;
}

/**
 * Calls a URL, and again if nobody knows what came of it: the request ID makes it the same request.
 *
 * @param isRepeatable whether it may be sent twice at all
 */
export async function send<Value>(
  { baseUrl, getToken, maxAttempts = 3, timeoutMs = 12_000, waitMs = 500 }: ClientOptions,
  path: string,
  parameters: object,
  isRepeatable: boolean,
): Promise<Result<Value>> {
  const filled = { requestId: crypto.randomUUID(), ...dropUndefined(parameters) };
  for (let attempt = 1; ; attempt++) {
    const result = await attemptOnce<Value>(new URL(path, baseUrl), getToken, filled, timeoutMs);
    if (result.ok || !isRepeatable || attempt >= maxAttempts || !isPassing(result.error)) return result;
    await new Promise((resolve) => setTimeout(resolve, waitMs * 2 ** (attempt - 1)));
  }
}

function isPassing({ code }: Failure): boolean {
  return code === 'unreachable' || code === 'upstream_unavailable';
}

async function attemptOnce<Value>(
  url: URL,
  getToken: ClientOptions['getToken'],
  parameters: { readonly requestId: string },
  timeoutMs: number,
): Promise<Result<Value>> {
  try {
    // A form needs no preflight, and keeps everything out of the URL.
    const response = await fetch(url, {
      method: 'POST',
      body: toForm({ Token: await getToken(), ...parameters }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok && isObject(body)) return { ok: true, value: body as Value };
    if (isObject(body) && 'code' in body && 'requestId' in body) return { ok: false, error: body as Refusal };
    // What stands in front of the deployment answered: a page, or a limit of the platform.
    return unreachable(parameters.requestId, `status ${response.status}`);
  } catch (error) {
    return unreachable(parameters.requestId, error instanceof Error ? error.message : String(error));
  }
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null;
}

function unreachable(requestId: string, reason: string): { ok: false; error: Failure } {
  const message = `No answer arrived: ${reason}`;
  return { ok: false, error: { code: 'unreachable', message, details: undefined, requestId } };
}

function toForm(parameters: object): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, toText(value)]),
  );
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function dropUndefined(parameters: object): object {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}
