import type { Clock, EpochMs } from '../clock';
import { ApiError } from '../endpoints/api-error';
import type { ConversationSid, WorkerSid } from '../sid';
import { TwilioRequestError } from '../twilio/request-error';
import type { SyncDocuments } from '../twilio/sync-documents';
import { keyedDigest } from './keyed-digest';
import type { Ceilings, LedgerRequest, OutreachLedger } from './outreach-ledger';
import {
  countMessage,
  EMPTY_LEDGER,
  findRequest,
  fit,
  parseLedger,
  prune,
  rememberOptOut,
  rememberRequest,
} from './outreach-ledger';
import { requestIdReused } from './outreach-request';

const DOCUMENT = 'outreach';
/** Longer than any window. */
const TTL_SECONDS = 180 * 86_400;
const ATTEMPTS = 4;
/** How old what a process remembers of the ledger may be, in milliseconds. */
const REMEMBERED_FOR_MS = 10 * 60_000;

interface Remembered {
  readonly revision: string;
  readonly ledger: OutreachLedger;
  readonly atMs: EpochMs;
}

/** What one process remembers of the ledger, by auth token. */
export type LedgerMemory = Map<string, Remembered>;

/** Who is written to, and from where. */
export interface AddressPair {
  readonly address: string;
  readonly businessAddress?: string | undefined;
}

/** One message of an agent, before it is sent. */
export interface Outgoing {
  readonly workerSid: WorkerSid;
  readonly pair: AddressPair;
  readonly ceilings: Ceilings;
  /** What it was asked by, if the ledger is to know it again. */
  readonly request?: LedgerRequest;
  /** What an earlier attempt at the same request led to, in vain. */
  readonly supersedes?: ConversationSid;
}

/** Thrown out of a change that is not to be made. */
class AlreadyCounted extends Error {
  constructor(readonly conversationSid: ConversationSid) {
    super();
  }
}

/**
 * Guards against toll fraud: counts before anything is sent, for all Function instances together, and refuses if it
 * cannot count.
 */
export class OutreachGuard {
  readonly #documents: SyncDocuments;
  readonly #clock: Clock;
  readonly #memory: LedgerMemory;
  readonly #secret: string;

  /** @param secret keys the digests, and the memory: one process may serve several accounts in tests */
  constructor(documents: SyncDocuments, clock: Clock, memory: LedgerMemory, secret: string) {
    this.#documents = documents;
    this.#clock = clock;
    this.#memory = memory;
    this.#secret = secret;
  }

  /**
   * Counts one message of an agent to a customer.
   *
   * @returns the Conversation that the same request led to before, if it did; then nothing is counted
   * @throws ApiError `rate_limited`, `destination_opted_out` or `request_id_reused`
   * @throws TwilioRequestError if it cannot be counted now: then nothing may be sent
   */
  async countOrRefuse(outgoing: Outgoing): Promise<ConversationSid | undefined> {
    const { workerSid, pair, ceilings, request, supersedes } = outgoing;
    try {
      await this.#change((ledger) => {
        const now = this.#clock.now();
        if (Object.hasOwn(ledger.optedOut, this.#digestOf(pair))) throw optedOut();
        const counted = countMessage(ledger, this.#digest(workerSid), ceilings, now);
        const earlier = request && earlierOrRefuse(ledger, request);
        if (earlier && earlier !== request.conversationSid && earlier !== supersedes)
          throw new AlreadyCounted(earlier);
        if (!('ledger' in counted)) {
          throw new ApiError('rate_limited', 'Too many messages were sent lately. Try again later.', counted);
        }
        return request ? rememberRequest(counted.ledger, request) : counted.ledger;
      });
    } catch (error) {
      if (error instanceof AlreadyCounted) return error.conversationSid;
      throw error;
    }
    return undefined;
  }

  /**
   * The Conversation that the same request led to before, as far as this process remembers; nothing is called.
   *
   * @throws ApiError `request_id_reused`
   */
  recallEarlierOrRefuse(request: LedgerRequest): ConversationSid | undefined {
    const known = this.#recall();
    return known && earlierOrRefuse(prune(known.ledger, this.#clock.now()), request);
  }

  /**
   * The same, looked up.
   *
   * @throws ApiError `request_id_reused`
   */
  async findEarlierOrRefuse(request: LedgerRequest): Promise<ConversationSid | undefined> {
    const ledger = parseLedger((await this.#documents.fetch(DOCUMENT))?.data);
    return ledger && earlierOrRefuse(prune(ledger, this.#clock.now()), request);
  }

  /** Remembers that Twilio refused to write to a customer who has opted out (error 21610). */
  async rememberOptOut(pair: AddressPair): Promise<void> {
    await this.#change((ledger) => rememberOptOut(ledger, this.#digestOf(pair), this.#clock.now()));
  }

  async #change(next: (ledger: OutreachLedger) => OutreachLedger): Promise<void> {
    let known = this.#recall() ?? (await this.#createOrFetch(next));
    for (let attempt = 0; known !== 'created' && attempt < ATTEMPTS; attempt++) {
      const ledger = fit(next(prune(known.ledger, this.#clock.now())));
      const updated = await this.#documents.update(DOCUMENT, {
        ifMatch: known.revision,
        data: ledger,
        ttlSeconds: TTL_SECONDS,
      });
      if (updated) {
        this.#remember(updated.revision, ledger);
        return;
      }
      this.#memory.delete(this.#secret);
      known = await this.#fetch();
    }
    if (known !== 'created') throw cannotCount();
  }

  /** The first message of a deployment creates the ledger. */
  async #createOrFetch(next: (ledger: OutreachLedger) => OutreachLedger): Promise<Remembered | 'created'> {
    const first = next(EMPTY_LEDGER);
    const created = await this.#documents.create(DOCUMENT, first, TTL_SECONDS);
    if (typeof created !== 'object') return this.#fetch();
    this.#remember(created.revision, first);
    return 'created';
  }

  async #fetch(): Promise<Remembered> {
    const document = await this.#documents.fetch(DOCUMENT);
    const ledger = parseLedger(document?.data);
    if (!document || !ledger) throw cannotCount();
    return { revision: document.revision, ledger, atMs: this.#clock.now() };
  }

  /**
   * What this process wrote last, which spares reading it again: a change is conditional on the revision in any case.
   */
  #recall(): Remembered | undefined {
    const remembered = this.#memory.get(this.#secret);
    return remembered && this.#clock.now() - remembered.atMs < REMEMBERED_FOR_MS ? remembered : undefined;
  }

  #digestOf({ address, businessAddress = '' }: AddressPair): string {
    return this.#digest(`${address} ${businessAddress}`);
  }

  /** Short enough to keep hundreds. */
  #digest(text: string): string {
    return keyedDigest(this.#secret, 9, text);
  }

  #remember(revision: string, ledger: OutreachLedger): void {
    this.#memory.set(this.#secret, { revision, ledger, atMs: this.#clock.now() });
  }
}

function earlierOrRefuse(ledger: OutreachLedger, request: LedgerRequest): ConversationSid | undefined {
  const earlier = findRequest(ledger, request.key);
  if (earlier && earlier.parameters !== request.parameters) throw requestIdReused();
  return earlier?.conversationSid;
}

function optedOut(): ApiError {
  return new ApiError('destination_opted_out', 'This customer has opted out of messages from this sender.');
}

function cannotCount(): TwilioRequestError {
  return new TwilioRequestError({ kind: 'unavailable', operation: 'outreach ledger' });
}
