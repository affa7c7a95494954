import type { ApiResult, OperationHandler, Operations } from './kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from './kernel/api-error';
import type { SimulatorClock } from './kernel/clock';
import type { FaultRule, Faults } from './kernel/faults';
import { Parameters } from './kernel/parameters';
import type { RateLimits } from './kernel/rate-limits';
import type { Timeline } from './kernel/timeline';
import type { Product } from './openapi/documents';
import type { Operation } from './openapi/operation';
import { findOperation, productOfHost } from './openapi/operation';

/** An HTTP request to Twilio. */
export interface RestRequest {
  readonly method: string;
  /** E.g. `sync.twilio.com`. */
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RestResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The connection broke, or was never made: an error as Node's sockets raise it. */
export class ConnectionError extends Error {
  readonly code: 'ECONNRESET' | 'ECONNREFUSED';

  constructor(code: 'ECONNRESET' | 'ECONNREFUSED') {
    super(code === 'ECONNRESET' ? 'socket hang up' : 'connect ECONNREFUSED');
    this.name = 'ConnectionError';
    this.code = code;
  }
}

/** An operation that no specification of Twilio's covers. */
export interface ExtraOperation {
  readonly id: string;
  readonly host: string;
  readonly method: string;
  /** With `{Name}` for parameters. */
  readonly template: string;
  readonly handler: OperationHandler;
}

export interface RestApiOptions {
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: SimulatorClock;
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly limits: RateLimits;
  /** How long a request and its answer are on their way together, in milliseconds. */
  latencyMs(): number;
  readonly operations: Readonly<Partial<Record<Product, Operations>>>;
  readonly extras: readonly ExtraOperation[];
}

interface Matched {
  readonly id: string;
  readonly path: Readonly<Record<string, string>>;
  readonly handler: OperationHandler | undefined;
  readonly operation?: Operation;
}

/**
 * Twilio's REST API: finds the operation of a request, checks the request, runs it and checks the answer, under
 * whatever faults are set.
 */
export class RestApi {
  readonly #options: RestApiOptions;

  constructor(options: RestApiOptions) {
    this.#options = options;
  }

  /** @throws ConnectionError where a fault breaks the connection */
  async request(request: RestRequest): Promise<RestResponse> {
    const { clock, timeline } = this.#options;
    const startedAtMs = clock.now();
    const entry = timeline.add({
      atMs: startedAtMs,
      kind: 'rest',
      title: `${request.method} ${request.path.replace(/\?.*/, '')}`,
      detail: { host: request.host, request: describeRequest(request) },
    });
    const finish = (status: number, outcome: string, detail: object): void => {
      timeline.complete(entry, { ms: clock.now() - startedAtMs, status, outcome }, detail);
    };
    try {
      const latencyMs = this.#options.latencyMs();
      if (latencyMs > 0) await this.#delay(latencyMs / 2);
      const response = await this.#underFaults(request);
      if (latencyMs > 0) await this.#delay(latencyMs / 2);
      finish(response.status, outcomeOf(response), { response: parseJson(response.body) });
      return response;
    } catch (error) {
      if (error instanceof ConnectionError) finish(0, error.code, {});
      throw error;
    }
  }

  async #underFaults(request: RestRequest): Promise<RestResponse> {
    const matched = this.#match(request);
    const fault = this.#options.faults.strike(matched instanceof TwilioApiError ? '' : matched.id);
    if (!fault) return this.#perform(request, matched);
    switch (fault.kind) {
      case 'status':
        return faultyAnswer(fault);
      case 'status-after':
        await this.#perform(request, matched);
        return faultyAnswer(fault);
      case 'refused':
        throw new ConnectionError('ECONNREFUSED');
      case 'reset-before':
        throw new ConnectionError('ECONNRESET');
      case 'reset-after':
        await this.#perform(request, matched);
        throw new ConnectionError('ECONNRESET');
      case 'never-before':
        return never();
      case 'never-after':
        await this.#perform(request, matched);
        return never();
      case 'slow': {
        const response = await this.#perform(request, matched);
        await this.#delay(fault.delayMs ?? 0);
        return response;
      }
      case 'late':
        await this.#delay(fault.delayMs ?? 0);
        return this.#perform(request, matched);
    }
  }

  async #perform(request: RestRequest, matched: Matched | TwilioApiError): Promise<RestResponse> {
    try {
      this.#authenticate(request);
      if (matched instanceof TwilioApiError) throw matched;
      const [path = '', query = ''] = request.path.split('?', 2);
      this.#options.limits.take(matched.id, path);
      // https://www.twilio.com/docs/api/errors/20008
      if (!matched.handler) {
        throw new TwilioApiError(403, 20008, `Resource not accessible: ${matched.id} is not simulated`);
      }
      const queryValues = parseForm(query);
      const bodyValues = isMultipart(request) ? await parseMultipart(request) : parseBody(request);
      const { operation } = matched;
      const result = await matched.handler({
        operationId: matched.id,
        url: `https://${request.host}${path}`,
        path: matched.path,
        query: operation ? operation.parseQuery(queryValues) : new Parameters(queryValues),
        form: operation ? operation.parseForm(bodyValues) : new Parameters(bodyValues),
        headers: request.headers,
      });
      return toResponse(result, operation, matched.path.ChatServiceSid);
    } catch (error) {
      if (!(error instanceof TwilioApiError)) throw error;
      return jsonResponse(error.status, error.toBody(), error.headers);
    }
  }

  #match(request: RestRequest): Matched | TwilioApiError {
    const path = request.path.replace(/\?.*/, '');
    const extra = this.#matchExtra(request, path);
    if (extra) return extra;
    const product = productOfHost(request.host);
    const found = product && findOperation(product, request.method, path);
    if (!product || !found) return notFound(path);
    // https://www.twilio.com/docs/api/errors/20004
    if (found === 'method not allowed') return new TwilioApiError(405, 20004, 'Method not allowed');
    const { operation, pathParameters } = found;
    const handlers = this.#options.operations[product] ?? {};
    // Below a service the same operations have `Service` in their names.
    const general = operation.template.includes('{ChatServiceSid}')
      ? operation.id.replace('Service', '')
      : operation.id;
    const handler = handlers[operation.id] ?? handlers[general];
    return { id: handlers[operation.id] ? operation.id : general, path: pathParameters, handler, operation };
  }

  #matchExtra(request: RestRequest, path: string): Matched | undefined {
    for (const extra of this.#options.extras) {
      if (extra.host !== request.host || extra.method !== request.method) continue;
      const names = [...extra.template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const match = new RegExp(`^${extra.template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
      if (!match) continue;
      return {
        id: extra.id,
        path: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])),
        handler: extra.handler,
      };
    }
    return undefined;
  }

  /** https://www.twilio.com/docs/api/errors/20003 */
  #authenticate({ headers }: RestRequest): void {
    const { accountSid, authToken } = this.#options;
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (headers.authorization !== expected) throw new TwilioApiError(401, 20003, 'Authenticate');
  }

  #delay(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.schedule(ms, resolve);
    });
  }
}

function toResponse(
  result: ApiResult,
  operation: Operation | undefined,
  serviceSid: string | undefined,
): RestResponse {
  const body = result.body && serviceSid !== undefined ? belowService(result.body, serviceSid) : result.body;
  operation?.checkAnswer(body);
  const status = result.status ?? (body ? 200 : 204);
  return body ? jsonResponse(status, body, result.headers) : { status, headers: {}, body: '' };
}

/** Resources below a service name it, and their URLs lead through it. */
function belowService(body: object, serviceSid: string): object {
  const json = JSON.stringify(body).replaceAll(
    /https:\/\/conversations\.twilio\.com\/v1\/(?!Services\/)/g,
    `https://conversations.twilio.com/v1/Services/${serviceSid}/`,
  );
  const parsed = JSON.parse(json) as Record<string, unknown>;
  const withService = (entity: unknown): unknown => ({ chat_service_sid: serviceSid, ...(entity as object) });
  if (!('meta' in parsed)) return withService(parsed) as object;
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(withService) : value,
    ]),
  );
}

function jsonResponse(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): RestResponse {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function faultyAnswer(fault: FaultRule): RestResponse {
  const status = fault.status ?? 500;
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
  if (fault.html === true) {
    const body = `<html><body><h1>${status} Bad Gateway</h1></body></html>`;
    return { status, headers: { ...headers, 'Content-Type': 'text/html' }, body };
  }
  const code = fault.code ?? (status === 429 ? 20429 : 20500);
  return jsonResponse(status, new TwilioApiError(status, code, 'Injected fault').toBody(), headers);
}

function parseBody(request: RestRequest): Record<string, unknown> {
  if (request.body === '') return {};
  if (request.headers['content-type']?.includes('json') !== true) return parseForm(request.body);
  const parsed = parseJson(request.body);
  if (typeof parsed !== 'object' || parsed === null) throw invalidParameter('The body is not a JSON object');
  return parsed as Record<string, unknown>;
}

function isMultipart({ headers }: RestRequest): boolean {
  return headers['content-type']?.startsWith('multipart/form-data') === true;
}

/** Files become their text. */
async function parseMultipart({ headers, body }: RestRequest): Promise<Record<string, string>> {
  const form = await new Response(body, { headers }).formData().catch(() => {
    throw invalidParameter('The body is not a multipart form');
  });
  const texts: Promise<[name: string, text: string]>[] = [];
  form.forEach((value, name) => {
    texts.push(
      Promise.resolve(typeof value === 'string' ? value : value.text()).then((text) => [name, text]),
    );
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** Repeated names become lists. */
function parseForm(text: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values[name];
    values[name] = known === undefined ? value : [known, value].flat();
  }
  return values;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function describeRequest(request: RestRequest): object {
  const [, query = ''] = request.path.split('?', 2);
  const ifMatch = request.headers['if-match'];
  return {
    ...(query ? { query: parseForm(query) } : {}),
    ...(request.body ? { body: describeBody(request) } : {}),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

function describeBody(request: RestRequest): unknown {
  if (isMultipart(request)) return `a file of about ${Math.ceil(request.body.length / 1024)} kB`;
  return request.headers['content-type']?.includes('json') === true
    ? parseJson(request.body)
    : parseForm(request.body);
}

function outcomeOf({ status, body }: RestResponse): string {
  if (status < 400) return String(status);
  const parsed = parseJson(body);
  const code = typeof parsed === 'object' && parsed !== null ? (parsed as { code?: number }).code : undefined;
  return code === undefined ? String(status) : `${status} · ${code}`;
}

function never(): Promise<RestResponse> {
  return new Promise(() => undefined);
}
