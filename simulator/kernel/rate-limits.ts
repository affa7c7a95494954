import { TwilioApiError } from './api-error';
import type { SimulatorClock } from './clock';

/** Requests a second, by operation. */
const REQUESTS_PER_SECOND: Readonly<Record<string, number>> = {
  // https://www.twilio.com/docs/flex/developer/conversations/limits
  CreateInteraction: 20,
  CreateInteractionChannelInvite: 20,
  UpdateInteractionChannel: 20,
  UpdateInteractionChannelParticipant: 20,
  // https://www.twilio.com/docs/conversations/conversations-limits
  CreateConversation: 30,
};

/** Reads and writes a second of one Sync object: https://www.twilio.com/docs/sync/limits */
const SYNC_OBJECT_REQUESTS_PER_SECOND = 20;
const SYNC_BURST_SECONDS = 10;

/** The documented limits, as token buckets that fill continuously. */
export class RateLimits {
  readonly #clock: SimulatorClock;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();
  /** Off, so that tests of other things need not mind. */
  enabled = false;

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  /** @throws TwilioApiError 429 */
  take(operationId: string, path: string): void {
    if (!this.enabled) return;
    const perSecond = REQUESTS_PER_SECOND[operationId];
    if (perSecond !== undefined) this.#takeFrom(operationId, perSecond, perSecond);
    if (/^(Fetch|Update)Document$/.test(operationId)) {
      const kind = operationId.startsWith('Fetch') ? 'read' : 'write';
      this.#takeFrom(
        `${kind} ${path}`,
        SYNC_OBJECT_REQUESTS_PER_SECOND,
        SYNC_OBJECT_REQUESTS_PER_SECOND * SYNC_BURST_SECONDS,
      );
    }
  }

  #takeFrom(name: string, perSecond: number, capacity: number): void {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? { tokens: capacity, atMs: now };
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = now;
    this.#buckets.set(name, bucket);
    // Assumed: retry-after.
    if (bucket.tokens < 1) throw new TwilioApiError(429, 20429, 'Too Many Requests', { 'Retry-After': '1' });
    bucket.tokens -= 1;
  }
}
