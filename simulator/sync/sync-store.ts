import { TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';

export interface DocumentEntity {
  readonly sid: string;
  readonly unique_name: string | null;
  readonly account_sid: string;
  readonly service_sid: string;
  readonly url: string;
  readonly links: Readonly<Record<string, string>>;
  revision: string;
  data: unknown;
  date_expires: string | null;
  readonly date_created: string;
  date_updated: string;
  created_by: string;
}

export interface ServiceEntity {
  readonly sid: string;
  readonly unique_name: string | null;
  readonly account_sid: string;
  friendly_name: string | null;
  readonly date_created: string;
  date_updated: string;
  readonly url: string;
  webhook_url: string | null;
  webhooks_from_rest_enabled: boolean;
  reachability_webhooks_enabled: boolean;
  acl_enabled: boolean;
  reachability_debouncing_enabled: boolean;
  reachability_debouncing_window: number;
  readonly links: Readonly<Record<string, string>>;
}

export interface StoredSyncService {
  readonly entity: ServiceEntity;
  readonly documents: Map<string, DocumentEntity>;
  readonly byName: Map<string, DocumentEntity>;
}

/** How late is assumed: sync-lateness. "Sync's TTL implementation sacrifices accurate firing times": https://www.twilio.com/docs/sync/objects-ttl */
const TTL_LATENESS_MS = 30_000;

/** Sync services and their Documents. */
export class SyncStore {
  readonly #world: World;
  readonly services = new Map<string, StoredSyncService>();
  readonly defaultServiceSid: string;

  constructor(world: World) {
    this.#world = world;
    this.defaultServiceSid = this.createService('Default Service').entity.sid;
  }

  createService(friendlyName: string | null): StoredSyncService {
    const sid = this.#world.sids.next('IS');
    const url = `https://sync.twilio.com/v1/Services/${sid}`;
    const now = this.now();
    const service: StoredSyncService = {
      entity: {
        sid,
        unique_name: null,
        account_sid: this.#world.accountSid,
        friendly_name: friendlyName,
        date_created: now,
        date_updated: now,
        url,
        webhook_url: null,
        webhooks_from_rest_enabled: false,
        reachability_webhooks_enabled: false,
        acl_enabled: false,
        reachability_debouncing_enabled: false,
        reachability_debouncing_window: 5000,
        links: {
          documents: `${url}/Documents`,
          lists: `${url}/Lists`,
          maps: `${url}/Maps`,
          streams: `${url}/Streams`,
        },
      },
      documents: new Map(),
      byName: new Map(),
    };
    this.services.set(sid, service);
    return service;
  }

  /** `default` is another name of the account's default service. */
  findService(sidOrAlias: string): StoredSyncService | undefined {
    return this.services.get(sidOrAlias === 'default' ? this.defaultServiceSid : sidOrAlias);
  }

  findDocument(service: StoredSyncService, sidOrName: string): DocumentEntity | undefined {
    return service.documents.get(sidOrName) ?? service.byName.get(sidOrName);
  }

  createDocument(
    service: StoredSyncService,
    uniqueName: string | null,
    data: unknown,
    ttlSeconds: number,
  ): DocumentEntity {
    // https://www.twilio.com/docs/api/errors/54301; the status is assumed: conflict-statuses.
    if (uniqueName !== null && service.byName.has(uniqueName))
      throw new TwilioApiError(409, 54301, 'Unique name already exists');
    const sid = this.#world.sids.next('ET');
    const url = `${service.entity.url}/Documents/${sid}`;
    const now = this.now();
    const document: DocumentEntity = {
      sid,
      unique_name: uniqueName,
      account_sid: this.#world.accountSid,
      service_sid: service.entity.sid,
      url,
      links: { permissions: `${url}/Permissions` },
      revision: '0',
      data,
      date_expires: null,
      date_created: now,
      date_updated: now,
      created_by: 'system',
    };
    service.documents.set(sid, document);
    if (uniqueName !== null) service.byName.set(uniqueName, document);
    this.setExpiry(service, document, ttlSeconds);
    return document;
  }

  updateDocument(document: DocumentEntity, data: unknown): void {
    document.data = data;
    document.revision = (Number.parseInt(document.revision, 16) + 1).toString(16);
    document.date_updated = this.now();
  }

  setExpiry(service: StoredSyncService, document: DocumentEntity, ttlSeconds: number): void {
    const expiresAtMs = this.#world.clock.now() + ttlSeconds * 1000;
    document.date_expires = ttlSeconds === 0 ? null : isoSeconds(expiresAtMs);
    if (ttlSeconds === 0) return;
    const { date_expires: expected } = document;
    this.#world.clock.schedule(ttlSeconds * 1000 + TTL_LATENESS_MS, () => {
      if (document.date_expires === expected) this.removeDocument(service, document);
    });
  }

  removeDocument(service: StoredSyncService, document: DocumentEntity): void {
    service.documents.delete(document.sid);
    if (document.unique_name !== null && service.byName.get(document.unique_name) === document)
      service.byName.delete(document.unique_name);
  }

  now(): string {
    return isoSeconds(this.#world.clock.now());
  }
}
