import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';

interface DocumentEntity {
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

interface ServiceEntity {
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

interface StoredSyncService {
  readonly entity: ServiceEntity;
  readonly documents: Map<string, DocumentEntity>;
  readonly byName: Map<string, DocumentEntity>;
}

/** https://www.twilio.com/docs/sync/api/document-resource */
const MAX_DATA_BYTES = 16 * 1024;
const MAX_NAME_LENGTH = 320;
/** https://www.twilio.com/docs/api/errors/54011 */
const MAX_TTL_SECONDS = 31_536_000;
/** "Sync's TTL implementation sacrifices accurate firing times": https://www.twilio.com/docs/sync/objects-ttl */
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
    // https://www.twilio.com/docs/api/errors/54301
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

export function syncOperations(store: SyncStore): Operations {
  const serviceOf = (call: ApiCall, name = 'ServiceSid'): StoredSyncService => {
    const service = store.findService(pathParameter(call, name));
    if (!service) throw notFound(new URL(call.url).pathname);
    return service;
  };
  const documentOf = (call: ApiCall): { service: StoredSyncService; document: DocumentEntity } => {
    const service = serviceOf(call);
    const document = store.findDocument(service, pathParameter(call, 'Sid'));
    if (!document) throw notFound(new URL(call.url).pathname);
    return { service, document };
  };

  return {
    CreateService: (call) => {
      const service = store.createService(call.form.text('FriendlyName') ?? null);
      updateService(service.entity, call);
      return { status: 201, body: service.entity };
    },
    FetchService: (call) => ({ body: serviceOf(call, 'Sid').entity }),
    ListService: (call) =>
      toPage(
        call,
        'services',
        [...store.services.values()].map(({ entity }) => entity),
      ),
    UpdateService: (call) => {
      const { entity } = serviceOf(call, 'Sid');
      updateService(entity, call);
      entity.date_updated = store.now();
      return { body: entity };
    },
    DeleteService: (call) => {
      const { sid } = serviceOf(call, 'Sid').entity;
      if (sid === store.defaultServiceSid) throw invalidParameter('The default service cannot be deleted');
      store.services.delete(sid);
      return {};
    },

    CreateDocument: (call) => {
      const uniqueName = call.form.text('UniqueName') ?? null;
      if (uniqueName !== null && uniqueName.length > MAX_NAME_LENGTH)
        throw invalidParameter('UniqueName is too long');
      const document = store.createDocument(
        serviceOf(call),
        uniqueName,
        dataOf(call) ?? {},
        ttlOf(call) ?? 0,
      );
      return { status: 201, body: document, headers: { ETag: `"${document.revision}"` } };
    },
    FetchDocument: (call) => {
      const { document } = documentOf(call);
      return { body: document, headers: { ETag: `"${document.revision}"` } };
    },
    ListDocument: (call) => toPage(call, 'documents', [...serviceOf(call).documents.values()]),
    UpdateDocument: (call) => {
      const { service, document } = documentOf(call);
      const ifMatch = call.headers['if-match']?.replace(/^"|"$/g, '');
      // https://www.twilio.com/docs/api/errors/54103
      if (ifMatch !== undefined && ifMatch !== document.revision) {
        throw new TwilioApiError(
          412,
          54103,
          'The revision of the Document does not match the expected revision',
        );
      }
      const data = dataOf(call);
      if (data !== undefined) store.updateDocument(document, data);
      const ttl = ttlOf(call);
      if (ttl !== undefined) store.setExpiry(service, document, ttl);
      return { body: document, headers: { ETag: `"${document.revision}"` } };
    },
    DeleteDocument: (call) => {
      const { service, document } = documentOf(call);
      store.removeDocument(service, document);
      return {};
    },
  };
}

function updateService(entity: ServiceEntity, { form }: ApiCall): void {
  entity.friendly_name = form.text('FriendlyName') ?? entity.friendly_name;
  entity.acl_enabled = form.boolean('AclEnabled') ?? entity.acl_enabled;
  entity.webhook_url = form.text('WebhookUrl') ?? entity.webhook_url;
  entity.webhooks_from_rest_enabled =
    form.boolean('WebhooksFromRestEnabled') ?? entity.webhooks_from_rest_enabled;
  entity.reachability_webhooks_enabled =
    form.boolean('ReachabilityWebhooksEnabled') ?? entity.reachability_webhooks_enabled;
}

function dataOf(call: ApiCall): object | undefined {
  const data = call.form.json('Data');
  if (data === undefined) return undefined;
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw invalidParameter('Data is not a JSON object');
  // https://www.twilio.com/docs/api/errors/54006
  if (Buffer.byteLength(JSON.stringify(data)) > MAX_DATA_BYTES)
    throw new TwilioApiError(413, 54006, 'Request body too large');
  return data;
}

function ttlOf({ form }: ApiCall): number | undefined {
  const ttl = form.number('Ttl') ?? form.number('ItemTtl');
  if (ttl !== undefined && (ttl < 0 || ttl > MAX_TTL_SECONDS))
    throw new TwilioApiError(400, 54011, 'Invalid TTL');
  return ttl;
}
