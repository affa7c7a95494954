import { getExpectedBodyHash, getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { SimulatorClock } from './clock';
import type { Timeline } from './timeline';
import { toText } from './to-text';

/** One HTTP request that Twilio makes of a customer's server. */
export interface OutgoingWebhook {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Form fields, or nothing if there is a JSON body. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

export interface WebhookAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends a webhook; rejects if no answer came. */
export type WebhookSender = (webhook: OutgoingWebhook, signal: AbortSignal) => Promise<WebhookAnswer>;

export interface DeliveryRequest {
  /** Which product sends it. */
  readonly from: 'conversations' | 'taskrouter' | 'interactions' | 'event streams';
  /** E.g. `onMessageAdded`. */
  readonly title: string;
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** After how long Twilio gives up waiting. */
  readonly timeoutMs: number;
  /** How often it is sent again, if it failed in a way that is repeated. */
  readonly retries?: number;
  /** Which failures are repeated; all if absent. */
  readonly isRepeated?: (result: DeliveryResult) => boolean;
}

interface DeliveryResult {
  /** 0 if no answer came in time. */
  readonly status: number;
  readonly body: string;
}

/** What the network between Twilio and the customer's server does with one delivery. */
export interface DeliveryWeather {
  /** Milliseconds until each copy is sent; an empty list loses the delivery. */
  copies(delivery: DeliveryRequest): readonly number[];
}

const FAIR_WEATHER: DeliveryWeather = { copies: () => [0] };

/** Sends, signs, times and repeats the webhooks of all products. */
export class Deliveries {
  readonly #world: {
    readonly clock: SimulatorClock;
    readonly timeline: Timeline;
    readonly authToken: string;
  };
  readonly #check: (delivery: DeliveryRequest) => void;
  readonly #running = new Set<Promise<unknown>>();
  send: WebhookSender;
  weather: DeliveryWeather = FAIR_WEATHER;

  constructor(
    world: { readonly clock: SimulatorClock; readonly timeline: Timeline; readonly authToken: string },
    send: WebhookSender,
    /** Throws if a delivery is not as Twilio's are. */
    check: (delivery: DeliveryRequest) => void = () => undefined,
  ) {
    this.#check = check;
    this.#world = world;
    this.send = send;
  }

  /** Webhooks that have been sent and not answered. */
  get running(): number {
    return this.#running.size;
  }

  /** Sends a webhook as soon as the caller is done; resolves with the last answer of its first copy. */
  deliver(delivery: DeliveryRequest): Promise<DeliveryResult> {
    this.#check(delivery);
    const copies = this.weather.copies(delivery);
    if (copies.length === 0) {
      this.#world.timeline.add({
        atMs: this.#world.clock.now(),
        kind: 'webhook',
        title: delivery.title,
        ms: 0,
        status: 0,
        outcome: 'lost',
        detail: { url: delivery.url, parameters: delivery.form ?? delivery.json },
      });
    }
    const sent = copies.map((delayMs) => this.#track(this.#sendRepeatedly(delivery, delayMs)));
    return sent[0] ?? Promise.resolve({ status: 0, body: '' });
  }

  async #sendRepeatedly(delivery: DeliveryRequest, delayMs: number): Promise<DeliveryResult> {
    await this.#sleep(delayMs);
    for (let retry = 0; ; retry++) {
      const result = await this.#sendOnce(delivery, retry);
      const failed = result.status < 200 || result.status >= 300;
      if (!failed || retry >= (delivery.retries ?? 0) || delivery.isRepeated?.(result) === false)
        return result;
    }
  }

  async #sendOnce(delivery: DeliveryRequest, retry: number): Promise<DeliveryResult> {
    const { clock, timeline, authToken } = this.#world;
    const startedAtMs = clock.now();
    const form = delivery.form && {
      ...delivery.form,
      ...(delivery.from === 'conversations' ? { RetryCount: String(retry) } : {}),
    };
    const entry = timeline.add({
      atMs: startedAtMs,
      kind: 'webhook',
      title: delivery.title,
      detail: { from: delivery.from, url: delivery.url, parameters: form ?? delivery.json, retry },
    });
    const webhook = toWebhook(delivery, form, authToken);
    const result = await this.#await(webhook, delivery.timeoutMs);
    timeline.complete(
      entry,
      { ms: clock.now() - startedAtMs, status: result.status, outcome: outcomeOf(result) },
      { answer: result.body },
    );
    return result;
  }

  #await(webhook: OutgoingWebhook, timeoutMs: number): Promise<DeliveryResult> {
    const controller = new AbortController();
    return new Promise((resolve) => {
      const cancel = this.#world.clock.schedule(timeoutMs, () => {
        resolve({ status: 0, body: 'no answer in time' });
        controller.abort();
      });
      this.send(webhook, controller.signal)
        .then(resolve, (error: unknown) => {
          resolve({ status: 0, body: toText(error) });
        })
        .finally(cancel);
    });
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#world.clock.schedule(ms, resolve);
    });
  }

  #track<Value>(work: Promise<Value>): Promise<Value> {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
    return work;
  }
}

/**
 * The signed request: over the URL and the form, or, for JSON, over a URL that has the body's hash.
 *
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
function toWebhook(
  delivery: DeliveryRequest,
  form: Readonly<Record<string, string>> | undefined,
  authToken: string,
): OutgoingWebhook {
  const method = delivery.method ?? 'POST';
  const isGet = method === 'GET';
  const hash: Record<string, string> =
    delivery.json === undefined ? {} : { bodySHA256: getExpectedBodyHash(JSON.stringify(delivery.json)) };
  const url = withQuery(delivery.url, { ...(isGet ? form : {}), ...hash });
  const signature = getExpectedTwilioSignature(authToken, url, isGet ? {} : { ...form });
  return {
    method,
    url,
    headers: { ...delivery.headers, 'X-Twilio-Signature': signature },
    ...(isGet ? {} : { form, json: delivery.json }),
  };
}

function withQuery(url: string, parameters: Readonly<Record<string, string>>): string {
  if (Object.keys(parameters).length === 0) return url;
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.append(name, value);
  return target.toString();
}

function outcomeOf({ status, body }: DeliveryResult): string {
  if (status === 0) return 'no answer';
  try {
    const parsed = JSON.parse(body) as { outcome?: string; reason?: string; code?: string | number } | null;
    return [parsed?.outcome ?? parsed?.code, parsed?.reason].filter(Boolean).join(': ') || String(status);
  } catch {
    return String(status);
  }
}
