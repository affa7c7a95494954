import { seededRandom } from '../kernel/faults';
import type { StreamEvent, World } from '../kernel/world';
import { isoMilliseconds } from '../kernel/world';

/** Where events go: https://www.twilio.com/docs/events/event-streams/sink-resource */
export interface Sink {
  readonly sid: string;
  readonly description: string;
  readonly type: string;
  readonly configuration: {
    readonly destination?: string;
    readonly method?: string;
    readonly batch_events?: boolean;
  };
  status: 'initialized' | 'validating' | 'active' | 'failed';
  readonly dateCreated: string;
  dateUpdated: string;
}

/** Which events go to a sink: https://www.twilio.com/docs/events/event-streams/subscription */
export interface Subscription {
  readonly sid: string;
  description: string;
  readonly sinkSid: string;
  /** Schema versions by event type. */
  readonly types: Map<string, number>;
  readonly dateCreated: string;
  dateUpdated: string;
}

/** https://www.twilio.com/docs/events/event-delivery-and-duplication */
/** Assumed: stream-backoff. */
const FIRST_DELIVERY_MS = 500;
const FIRST_BACKOFF_MS = 2_000;
const LONGEST_BACKOFF_MS = 15 * 60_000;
const GIVEN_UP_AFTER_MS = 4 * 3_600_000;
const TIMEOUT_MS = 5_000;

/** Delivers every fact at least once, in whatever order, and repeats what fails for four hours. */
export class EventStreams {
  readonly #world: World;
  readonly #random = seededRandom(7);
  readonly sinks = new Map<string, Sink>();
  readonly subscriptions = new Map<string, Subscription>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Hands a fact to every sink that is subscribed to it. */
  publish(event: StreamEvent): void {
    for (const subscription of this.subscriptions.values()) {
      const version = subscription.types.get(event.type);
      const sink = this.sinks.get(subscription.sinkSid);
      if (version === undefined || sink?.type !== 'webhook') continue;
      const cloudEvent = this.#toCloudEvent(event, version);
      const firstMs = FIRST_DELIVERY_MS * (0.5 + this.#random());
      const now = this.#world.clock.now();
      this.#world.clock.schedule(firstMs, () => void this.#deliver(sink, cloudEvent, now, FIRST_BACKOFF_MS));
    }
  }

  async #deliver(sink: Sink, cloudEvent: object, publishedAtMs: number, backoffMs: number): Promise<void> {
    const { destination = '', method, batch_events: isBatched = true } = sink.configuration;
    const target = new URL(destination);
    const headers = authorization(target);
    target.username = '';
    target.password = '';
    const { status } = await this.#world.deliveries.deliver({
      from: 'event streams',
      title: (cloudEvent as { type: string }).type.replace('com.twilio.', ''),
      url: target.toString(),
      method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST',
      headers,
      json: isBatched ? [cloudEvent] : cloudEvent,
      timeoutMs: TIMEOUT_MS,
    });
    // "429 and any 5xx are retried, any other 4xx discards the event."
    const isRepeated = status === 0 || status === 429 || status >= 500;
    const waitMs = backoffMs * (0.5 + this.#random());
    if (!isRepeated || this.#world.clock.now() + waitMs - publishedAtMs > GIVEN_UP_AFTER_MS) return;
    this.#world.clock.schedule(
      waitMs,
      () => void this.#deliver(sink, cloudEvent, publishedAtMs, Math.min(backoffMs * 2, LONGEST_BACKOFF_MS)),
    );
  }

  #toCloudEvent(event: StreamEvent, version: number): object {
    return {
      specversion: '1.0',
      type: event.type,
      source: `/v1/Accounts/${this.#world.accountSid}`,
      id: this.#world.sids.next('EZ'),
      dataschema: `https://events-schemas.twilio.com/${schemaOf(event.type)}/${version}`,
      datacontenttype: 'application/json',
      time: isoMilliseconds(this.#world.clock.now()),
      data: event.data,
    };
  }
}

/** "Event Streams adds the Authorization header to every request" if the destination has a user and a password. */
function authorization(target: URL): Record<string, string> {
  if (target.username === '' && target.password === '') return {};
  const credentials = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
  return { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** E.g. `Conversations.MessageAdded`; all of TaskRouter's events have one schema. */
function schemaOf(type: string): string {
  const [, , product = '', ...rest] = type.split('.');
  if (product === 'taskrouter') return 'TaskRouter.WDSEvent';
  const name = rest.join('-').replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `Conversations.${name}`;
}
