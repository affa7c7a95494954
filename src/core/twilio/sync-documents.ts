import { ConfigurationError } from '../settings';
import type { TwilioGateway } from './gateway';
import { nextToken } from './next-token';
import { TwilioRequestError } from './request-error';

/** A Sync Document as this project uses it. */
export interface SyncDocument {
  readonly data: unknown;
  readonly revision: string;
}

interface DocumentPage {
  readonly documents: readonly { readonly uniqueName: string; readonly data: unknown }[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

/** Error codes of Twilio Sync. */
const UNIQUE_NAME_TAKEN = [54301];
const NOT_FOUND = [20404, 54100, 54300];
const REVISION_MISMATCH = [54103];

/**
 * The Documents of one Sync service, addressed by their unique names.
 *
 * @see https://www.twilio.com/docs/sync/api/document-resource
 */
export class SyncDocuments {
  readonly #gateway: TwilioGateway;
  readonly #serviceSid: string;

  constructor(gateway: TwilioGateway, serviceSid: string) {
    this.#gateway = gateway;
    this.#serviceSid = serviceSid;
  }

  /**
   * Creates a Document.
   *
   * @param ttlSeconds time to live; Sync may keep the Document longer, so nothing may depend on it
   * @returns `taken` if somebody else's of that name exists; `taken or own` if it may be the caller's own, from
   *   a call that was repeated because its answer got lost
   * @throws ConfigurationError if there is no such Sync service
   */
  async create(
    uniqueName: string,
    data: object,
    ttlSeconds: number,
  ): Promise<SyncDocument | 'taken' | 'taken or own'> {
    const callsBefore = this.#gateway.callCount;
    const version = await this.#gateway.sdkVersion('sync.twilio.com', { idempotent: true });
    const { DocumentListInstance } = await import('twilio/lib/rest/sync/v1/service/document.js');
    return DocumentListInstance(version, this.#serviceSid)
      .create({ uniqueName, data, ttl: ttlSeconds })
      .then(toSyncDocument)
      .catch((error: unknown) => {
        if (!(error instanceof TwilioRequestError)) throw error;
        if (error.status === 404) throw new ConfigurationError('SYNC_SERVICE_SID', 'names no Sync service');
        if (!error.wasRefusedWith(UNIQUE_NAME_TAKEN, 409)) throw error;
        return this.#gateway.callCount > callsBefore + 1 ? 'taken or own' : 'taken';
      });
  }

  /** Fetches a Document; `undefined` if there is none. */
  async fetch(uniqueName: string, policy: { useReserve?: boolean } = {}): Promise<SyncDocument | undefined> {
    const context = await this.#context(uniqueName, policy);
    return context.fetch().then(toSyncDocument).catch(undefinedIf(NOT_FOUND, 404));
  }

  /**
   * Replaces a Document's data if it still has the given revision; `undefined` if not. A call whose fate is
   * unknown is repeated, so a newer revision may be the caller's own.
   */
  async update(
    uniqueName: string,
    change: { ifMatch: string; data: object; ttlSeconds: number },
  ): Promise<SyncDocument | undefined> {
    const context = await this.#context(uniqueName, { useReserve: true, idempotent: true });
    return context
      .update({ ifMatch: change.ifMatch, data: change.data, ttl: change.ttlSeconds })
      .then(toSyncDocument)
      .catch(undefinedIf(REVISION_MISMATCH, 412));
  }

  /** Deletes a Document; one that is gone already is no error. */
  async remove(uniqueName: string): Promise<void> {
    const context = await this.#context(uniqueName, { useReserve: true, idempotent: true });
    await context.remove().catch(undefinedIf(NOT_FOUND, 404));
  }

  /**
   * One page of all Documents.
   *
   * @param pageToken where to go on, from the page before
   */
  async list(pageSize: number, pageToken: string | undefined): Promise<DocumentPage> {
    const version = await this.#gateway.sdkVersion('sync.twilio.com');
    const { DocumentListInstance } = await import('twilio/lib/rest/sync/v1/service/document.js');
    const page = await DocumentListInstance(version, this.#serviceSid).page({
      pageSize,
      pageToken,
    });
    return {
      documents: page.instances.map(({ uniqueName, data }) => ({ uniqueName, data: data as unknown })),
      nextToken: nextToken(page),
    };
  }

  async #context(uniqueName: string, policy: { useReserve?: boolean; idempotent?: boolean }) {
    const version = await this.#gateway.sdkVersion('sync.twilio.com', policy);
    const { DocumentContextImpl } = await import('twilio/lib/rest/sync/v1/service/document.js');
    return new DocumentContextImpl(version, this.#serviceSid, uniqueName);
  }
}

function toSyncDocument(instance: { data: unknown; revision: string }): SyncDocument {
  return { data: instance.data, revision: instance.revision };
}

function undefinedIf(codes: readonly number[], status: number): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof TwilioRequestError && error.wasRefusedWith(codes, status)) return undefined;
    throw error;
  };
}
