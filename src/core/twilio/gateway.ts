import pRetry from 'p-retry';
import type ConversationsV1 from 'twilio/lib/rest/conversations/V1';
import type FlexV1 from 'twilio/lib/rest/flexApi/V1';
import type SyncV1 from 'twilio/lib/rest/sync/V1';
import type TaskrouterV1 from 'twilio/lib/rest/taskrouter/V1';
import type { Clock } from '../clock';
import { sleep } from '../clock';
import type { Deadline } from '../deadline';
import type { AccountSid } from '../sid';
import { TwilioRequestError } from './request-error';
import { errorFromAnswer, errorFromFailure } from './request-error-from';
import type { Transport, TransportRequest, TransportResponse } from './transport';

/**
 * The products that are called, by their hosts. Each has a nominal type in the SDK, of which its classes use only what
 * all of them share.
 */
interface SdkVersions {
  readonly 'conversations.twilio.com': ConversationsV1;
  readonly 'flex-api.twilio.com': FlexV1;
  readonly 'sync.twilio.com': SyncV1;
  readonly 'taskrouter.twilio.com': TaskrouterV1;
}

interface GatewayOptions {
  readonly accountSid: AccountSid;
  readonly authToken: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly deadline: Deadline;
}

/** What is special about one call. */
export interface CallPolicy {
  /** The call may use the time kept for writing the record. */
  readonly useReserve?: boolean;
  /** The longest that one attempt may take, in milliseconds; what is left of the deadline if absent. */
  readonly attemptMs?: number;
  /** Sending it twice does what sending it once does, so it may be repeated even if its fate is unknown. */
  readonly idempotent?: boolean;
}

type SdkValue = string | number | boolean;
type SdkValues = Readonly<Record<string, SdkValue | readonly SdkValue[]>>;

/** What the SDK's generated classes hand to their domain; the part of it that they use. */
interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: SdkValues;
  readonly data?: SdkValues;
}

const ATTEMPTS = 3;
const FIRST_WAIT_MS = 60;
/** Whoever has to wait longer lets the caller come again. */
const LONGEST_WAIT_MS = 300;

/**
 * The one place through which every REST call of an invocation goes: it authenticates, counts, keeps the
 * deadline, tells the classes of errors apart, and repeats what is safe to repeat.
 */
export class TwilioGateway {
  readonly #options: GatewayOptions;
  #callCount = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** REST calls sent so far, repetitions included. */
  get callCount(): number {
    return this.#callCount;
  }

  get remainingMs(): number {
    return this.#options.deadline.remainingMs();
  }

  /** Waits, if the deadline and the budget's longest wait allow it; tells whether it did. */
  async wait(delayMs: number): Promise<boolean> {
    const { clock, deadline } = this.#options;
    if (delayMs > LONGEST_WAIT_MS || delayMs >= deadline.remainingMs(true)) return false;
    await sleep(clock, delayMs);
    return true;
  }

  /**
   * The version object that the SDK's generated classes are built on, for one product.
   *
   * @param host e.g. `flex-api.twilio.com`
   * @param options.path what stands before every resource's path
   */
  async sdkVersion<Host extends keyof SdkVersions>(
    host: Host,
    { path = 'v1', ...policy }: CallPolicy & { readonly path?: string } = {},
  ): Promise<SdkVersions[Host]> {
    const { default: Version } = await import('twilio/lib/base/Version.js');
    const domain = {
      request: async (call: SdkRequest) => {
        const answer = await this.#send(host, call, policy);
        return { statusCode: answer.status, body: answer.body, headers: answer.headers };
      },
    };
    return new Version(domain as never, path) as SdkVersions[Host];
  }

  /**
   * Sends JSON to a product that the SDK does not cover.
   *
   * @param path with a leading slash
   * @returns the answer's body
   */
  async postJson(host: string, path: string, body: object, policy: CallPolicy = {}): Promise<unknown> {
    const answer = await this.#repeat(
      {
        method: 'POST',
        host,
        path,
        headers: { ...this.#authorization(), 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      },
      policy,
    );
    return JSON.parse(answer.body) as unknown;
  }

  #send(host: string, call: SdkRequest, policy: CallPolicy): Promise<TransportResponse> {
    return this.#repeat(this.#toRequest(host, call), policy);
  }

  async #repeat(request: TransportRequest, policy: CallPolicy): Promise<TransportResponse> {
    const { host } = request;
    const operation = `${request.method} ${host}${request.path.replace(/\?.*/, '').replace(/[A-Z]{2}[0-9a-f]{32}/gi, '*')}`;
    const repeatable = request.method === 'GET' || policy.idempotent === true;
    return pRetry(() => this.#attempt(request, operation, policy), {
      retries: ATTEMPTS - 1,
      minTimeout: 0,
      // p-retry would wait by the system's timers; the clock is ours to drive.
      shouldRetry: ({ error, attemptNumber }) =>
        error instanceof TwilioRequestError &&
        error.kind !== 'rejected' &&
        (error.didNothing || repeatable) &&
        this.wait(error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attemptNumber - 1)),
    });
  }

  async #attempt(
    request: TransportRequest,
    operation: string,
    policy: CallPolicy,
  ): Promise<TransportResponse> {
    const { transport, clock, deadline } = this.#options;
    const timeoutMs = Math.min(deadline.remainingMs(policy.useReserve), policy.attemptMs ?? Infinity);
    if (timeoutMs <= 0) throw new TwilioRequestError({ kind: 'unreachable', operation });
    this.#callCount += 1;
    const controller = new AbortController();
    const answer = await new Promise<TransportResponse>((resolve, reject) => {
      const cancelTimeout = clock.schedule(timeoutMs, () => {
        controller.abort();
        reject(new TwilioRequestError({ kind: 'timed_out', operation }));
      });
      transport(request, controller.signal).then(resolve, reject).finally(cancelTimeout);
    }).catch((failure: unknown) => {
      throw errorFromFailure(failure, operation);
    });
    const refusal = errorFromAnswer(answer, operation);
    if (refusal) throw refusal;
    return answer;
  }

  #authorization(): { Authorization: string } {
    const { accountSid, authToken } = this.#options;
    return { Authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` };
  }

  #toRequest(host: string, call: SdkRequest): TransportRequest {
    const query = encode(call.params);
    const method = call.method.toUpperCase() as TransportRequest['method'];
    return {
      method,
      host,
      path: `/${call.uri}${query && `?${query}`}`,
      headers: {
        ...call.headers,
        ...this.#authorization(),
      },
      body: method === 'POST' ? encode(call.data) : undefined,
    };
  }
}

function encode(values: SdkValues | undefined): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(values ?? {})) {
    for (const item of [value].flat()) {
      encoded.append(name, String(item));
    }
  }
  return encoded.toString();
}
