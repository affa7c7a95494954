import type { Clock } from '../clock';
import type { ConversationSid } from '../sid';
import { TwilioRequestError } from '../twilio/request-error';
import type { SyncDocument, SyncDocuments } from '../twilio/sync-documents';
import type { OutreachRequest, RoutingRecord, RoutingRecordChange } from './routing-record';
import {
  CLOSED_RECORD_TTL_SECONDS,
  LEASE_MS,
  parseRoutingRecord,
  RECORD_TTL_SECONDS,
} from './routing-record';

/** A record with the revision that a change of it is conditional on. */
export interface StoredRecord {
  readonly conversationSid: ConversationSid;
  readonly revision: string;
  readonly record: RoutingRecord;
  /** What changes of it once the Conversation is known to be served. */
  readonly onceServed?: Partial<Pick<RoutingRecord, 'reroutes' | 'waitedSeconds'>>;
}

/** Either the claim is ours, or somebody else has made a record of it. */
export interface Claim {
  readonly won: boolean;
  readonly stored: StoredRecord;
}

/**
 * The routing records: one Sync Document per Conversation. Creating it is an atomic claim across Function
 * instances; every later change is conditional on the revision that was read.
 *
 * @see https://www.twilio.com/docs/sync/api/document-resource
 */
export class RoutingRecords {
  readonly #documents: SyncDocuments;
  readonly #clock: Clock;
  readonly #invocationId: string;

  constructor(documents: SyncDocuments, clock: Clock, invocationId: string) {
    this.#documents = documents;
    this.#clock = clock;
    this.#invocationId = invocationId;
  }

  async read(
    conversationSid: ConversationSid,
    policy: { useReserve?: boolean } = {},
  ): Promise<StoredRecord | undefined> {
    const document = await this.#documents.fetch(documentName(conversationSid), policy);
    return document && toStored(conversationSid, document);
  }

  /**
   * Claims a Conversation that has no record yet.
   *
   * @param options.request what an agent or a back end asked for, who begins it
   */
  async claim(
    conversationSid: ConversationSid,
    { request }: { readonly request?: OutreachRequest } = {},
  ): Promise<Claim> {
    const leaseUntilMs = this.#clock.now() + LEASE_MS;
    const record = this.#sign({
      state: 'claimed',
      attempt: 1,
      leaseUntilMs,
      ...(request ? { request } : {}),
    });
    const created = await this.#documents.create(documentName(conversationSid), record, RECORD_TTL_SECONDS);
    if (typeof created === 'object') {
      return { won: true, stored: { conversationSid, revision: created.revision, record } };
    }
    const stored = await this.read(conversationSid);
    if (!stored) {
      throw new TwilioRequestError({ kind: 'unavailable', operation: 'claim: the record vanished' });
    }
    return { won: this.#isOwn(stored.record, 'claimed'), stored };
  }

  /** Writes a record for a Conversation that has none; `false` if it has one. */
  async createUnlessKnown(conversationSid: ConversationSid, record: RoutingRecordChange): Promise<boolean> {
    const name = documentName(conversationSid);
    return typeof (await this.#documents.create(name, this.#sign(record), RECORD_TTL_SECONDS)) === 'object';
  }

  /** Changes a record; `undefined` if somebody else changed it first. */
  async change(stored: StoredRecord, change: RoutingRecordChange): Promise<StoredRecord | undefined> {
    const { conversationSid } = stored;
    const record = this.#sign(change);
    const updated = await this.#documents.update(documentName(conversationSid), {
      ifMatch: stored.revision,
      data: record,
      ttlSeconds: change.state === 'closed' ? CLOSED_RECORD_TTL_SECONDS : RECORD_TTL_SECONDS,
    });
    if (updated) return { conversationSid, revision: updated.revision, record };
    const current = await this.read(conversationSid, { useReserve: true });
    if (current && isSameWriting(current.record, stored.record)) {
      const { toldOf, interactionSid } = current.record;
      return this.change(current, {
        ...change,
        toldOf,
        interactionSid: change.interactionSid ?? interactionSid,
      });
    }
    return current && this.#isOwn(current.record, change.state) ? current : undefined;
  }

  /** Notes which Interaction Twilio told of, without taking the record from whoever holds it. */
  async note(
    { conversationSid, revision, record }: StoredRecord,
    toldOf: Pick<RoutingRecord, 'toldOf'> | Pick<RoutingRecord, 'interactionSid'>,
  ): Promise<void> {
    await this.#documents.update(documentName(conversationSid), {
      ifMatch: revision,
      data: { ...record, ...toldOf },
      ttlSeconds: RECORD_TTL_SECONDS,
    });
  }

  /** Changes a record and holds it for a lease; `undefined` if somebody else changed it first. */
  hold(
    stored: StoredRecord,
    change: Omit<RoutingRecordChange, 'leaseUntilMs'>,
  ): Promise<StoredRecord | undefined> {
    return this.change(stored, { ...change, leaseUntilMs: this.#clock.now() + LEASE_MS });
  }

  #sign(change: RoutingRecordChange): RoutingRecord {
    return { ...change, writtenBy: this.#invocationId, writtenAtMs: this.#clock.now() };
  }

  /** A write that was repeated after a lost answer finds its own work. */
  #isOwn(record: RoutingRecord, state: RoutingRecord['state']): boolean {
    return record.writtenBy === this.#invocationId && record.state === state;
  }
}

/** Nothing but a note was added since. */
function isSameWriting(current: RoutingRecord, known: RoutingRecord): boolean {
  return (
    (current.toldOf !== known.toldOf || current.interactionSid !== known.interactionSid) &&
    current.writtenBy === known.writtenBy &&
    current.writtenAtMs === known.writtenAtMs
  );
}

function documentName(conversationSid: ConversationSid): string {
  return `interaction-${conversationSid}`;
}

function toStored(conversationSid: ConversationSid, document: SyncDocument): StoredRecord {
  const record = parseRoutingRecord(document.data);
  // Something of that name which we did not write: treated like an expired claim, so that it blocks nobody.
  const unreadable: RoutingRecord = { state: 'claimed', attempt: 1, writtenBy: '', writtenAtMs: 0 };
  return { conversationSid, revision: document.revision, record: record ?? unreadable };
}
