import * as v from 'valibot';
import type { Clock } from '../clock';
import { waitOrGiveUp } from '../outreach/wait-or-give-up';
import { LEASE_MS } from '../routing-record/routing-record';
import type { InteractionChannelSid } from '../sid';
import type { TwilioGateway } from '../twilio/gateway';
import type { SyncDocuments } from '../twilio/sync-documents';
import { unlessDefect } from '../twilio/unless-defect';

const lockSchema = v.object({ leaseUntilMs: v.number(), writtenBy: v.string() });

const TTL_SECONDS = 86_400;

/**
 * Lets one agent at a time leave a channel: of two who leave at once, the second sees that the first is gone.
 *
 * @see https://www.twilio.com/docs/sync/api/document-resource
 */
export class DepartureLock {
  readonly #documents: SyncDocuments;
  readonly #gateway: TwilioGateway;
  readonly #clock: Clock;
  readonly #invocationId: string;

  constructor(documents: SyncDocuments, gateway: TwilioGateway, clock: Clock, invocationId: string) {
    this.#documents = documents;
    this.#gateway = gateway;
    this.#clock = clock;
    this.#invocationId = invocationId;
  }

  /**
   * Does something while nobody else leaves the channel. If this invocation dies, its lease ends by itself.
   *
   * @throws TwilioRequestError if somebody else is at it for too long
   */
  async hold<Result>(channelSid: InteractionChannelSid, work: () => Promise<Result>): Promise<Result> {
    await this.#acquire(`departure-${channelSid}`);
    try {
      return await work();
    } finally {
      await this.#release(`departure-${channelSid}`);
    }
  }

  async #acquire(name: string): Promise<void> {
    for (;;) {
      const lock = { leaseUntilMs: this.#clock.now() + LEASE_MS, writtenBy: this.#invocationId };
      if (typeof (await this.#documents.create(name, lock, TTL_SECONDS)) === 'object') return;
      const document = await this.#documents.fetch(name);
      if (document) {
        const known = v.safeParse(lockSchema, document.data);
        if (known.success && known.output.writtenBy === this.#invocationId) return;
        const isHeld = known.success && known.output.leaseUntilMs > this.#clock.now();
        const change = { ifMatch: document.revision, data: lock, ttlSeconds: TTL_SECONDS };
        if (!isHeld && (await this.#documents.update(name, change))) return;
      }
      await waitOrGiveUp({ gateway: this.#gateway });
    }
  }

  /** What cannot be released now ends by itself. */
  async #release(name: string): Promise<void> {
    await this.#documents.remove(name).catch(unlessDefect);
  }
}
