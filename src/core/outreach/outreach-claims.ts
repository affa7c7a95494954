import * as v from 'valibot';
import type { Clock } from '../clock';
import type { OutreachRequest } from '../routing-record/routing-record';
import { LEASE_MS, outreachRequestSchema } from '../routing-record/routing-record';
import { sidSchema } from '../sid';
import { TwilioRequestError } from '../twilio/request-error';
import type { SyncDocument, SyncDocuments } from '../twilio/sync-documents';

const claimSchema = v.object({
  request: outreachRequestSchema,
  writtenBy: v.string(),
  /** Until when one invocation is at it; 0 if none is. */
  leaseUntilMs: v.number(),
  interactionSid: v.optional(sidSchema('KD')),
  channelSid: v.optional(sidSchema('UO')),
  conversationSid: v.optional(sidSchema('CH')),
  taskSid: v.optional(sidSchema('WT')),
});

/** Who asked for an Interaction whose Conversation does not exist yet, and what became of it. */
export type OutreachClaim = v.InferOutput<typeof claimSchema>;

export interface StoredClaim {
  readonly name: string;
  readonly revision: string;
  readonly claim: OutreachClaim;
}

const TTL_SECONDS = 86_400;

/**
 * Claims of Interactions whose Conversation Twilio makes, so that no address pair claims them: one Sync Document for
 * each request, or for each identity that is written to.
 *
 * @see https://www.twilio.com/docs/sync/api/document-resource
 */
export class OutreachClaims {
  readonly #documents: SyncDocuments;
  readonly #clock: Clock;
  readonly #invocationId: string;

  constructor(documents: SyncDocuments, clock: Clock, invocationId: string) {
    this.#documents = documents;
    this.#clock = clock;
    this.#invocationId = invocationId;
  }

  /** @param name what only one may do at a time */
  async claim(
    name: string,
    request: OutreachRequest,
  ): Promise<{ readonly won: boolean; readonly stored: StoredClaim }> {
    const claim = this.#sign({ request, leaseUntilMs: this.#clock.now() + LEASE_MS });
    const created = await this.#documents.create(documentName(name), claim, TTL_SECONDS);
    if (typeof created === 'object')
      return { won: true, stored: { name, revision: created.revision, claim } };
    const stored = await this.read(name);
    return { won: stored.claim.writtenBy === this.#invocationId, stored };
  }

  async read(name: string): Promise<StoredClaim> {
    const document = await this.#documents.fetch(documentName(name));
    if (!document) throw new TwilioRequestError({ kind: 'unavailable', operation: 'outreach claim' });
    return toStored(name, document);
  }

  /** Takes over a claim that nobody is at; `undefined` if somebody else does. */
  takeOver(stored: StoredClaim, request: OutreachRequest): Promise<StoredClaim | undefined> {
    return this.#change(stored, { request, leaseUntilMs: this.#clock.now() + LEASE_MS });
  }

  /** Writes down what became of it. */
  complete(
    stored: StoredClaim,
    sids: Pick<OutreachClaim, 'interactionSid' | 'channelSid' | 'conversationSid' | 'taskSid'>,
  ): Promise<StoredClaim | undefined> {
    return this.#change(stored, { ...sids, request: stored.claim.request, leaseUntilMs: 0 });
  }

  /** Lets go of it, so that nobody has to wait for the end of its lease. */
  release(stored: StoredClaim): Promise<StoredClaim | undefined> {
    return this.#change(stored, { request: stored.claim.request, leaseUntilMs: 0 });
  }

  isHeld({ claim }: StoredClaim): boolean {
    return claim.leaseUntilMs > this.#clock.now();
  }

  async #change(
    { name, revision }: StoredClaim,
    change: Omit<OutreachClaim, 'writtenBy'>,
  ): Promise<StoredClaim | undefined> {
    const claim = this.#sign(change);
    const updated = await this.#documents.update(documentName(name), {
      ifMatch: revision,
      data: claim,
      ttlSeconds: TTL_SECONDS,
    });
    if (updated) return { name, revision: updated.revision, claim };
    // A write that was repeated after a lost answer finds its own work.
    const current = await this.read(name);
    return current.claim.writtenBy === claim.writtenBy ? current : undefined;
  }

  #sign(claim: Omit<OutreachClaim, 'writtenBy'>): OutreachClaim {
    return { ...claim, writtenBy: this.#invocationId };
  }
}

function documentName(name: string): string {
  return `outreach-${name}`;
}

function toStored(name: string, { data, revision }: SyncDocument): StoredClaim {
  const result = v.safeParse(claimSchema, data);
  // Something of that name which we did not write: treated like a claim that ended, so that it blocks nobody.
  const unreadable: OutreachClaim = {
    request: { key: '', parameters: '', untilMs: 0 },
    writtenBy: '',
    leaseUntilMs: 0,
  };
  return { name, revision, claim: result.success ? result.output : unreadable };
}
