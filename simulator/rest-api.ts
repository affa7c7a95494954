import { TwilioApiError } from './kernel/api-error';
import type { SimulatorClock } from './kernel/clock';
import type { Faults } from './kernel/faults';
import { Parameters } from './kernel/parameters';
import type { RateLimits } from './kernel/rate-limits';
import type { Timeline } from './kernel/timeline';
import { faultyAnswer, jsonResponse, outcomeOf, toResponse } from './rest/answer';
import type { Matched, ServedOperations } from './rest/match-request';
import { matchRequest } from './rest/match-request';
import type { RestRequest, RestResponse } from './rest/messages';
import {
  describeRequest,
  isMultipart,
  parseBody,
  parseForm,
  parseJson,
  parseMultipart,
} from './rest/request-body';

/** The connection broke, or was never made: an error as Node's sockets raise it. */
export class ConnectionError extends Error {
  readonly code: 'ECONNRESET' | 'ECONNREFUSED';

  constructor(code: 'ECONNRESET' | 'ECONNREFUSED') {
    super(code === 'ECONNRESET' ? 'socket hang up' : 'connect ECONNREFUSED');
    this.name = 'ConnectionError';
    this.code = code;
  }
}

interface RestApiOptions extends ServedOperations {
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: SimulatorClock;
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly limits: RateLimits;
  /** How long a request and its answer are on their way together, in milliseconds. */
  latencyMs(): number;
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
    const matched = matchRequest(request, this.#options);
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

function never(): Promise<RestResponse> {
  return new Promise(() => undefined);
}
