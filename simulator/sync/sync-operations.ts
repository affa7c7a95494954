import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { DocumentEntity, ServiceEntity, StoredSyncService, SyncStore } from './sync-store';

/** https://www.twilio.com/docs/sync/api/document-resource */
const MAX_DATA_BYTES = 16 * 1024;
const MAX_NAME_LENGTH = 320;
/** https://www.twilio.com/docs/api/errors/54011 */
const MAX_TTL_SECONDS = 31_536_000;

/** Sync services and their Documents, by REST. */
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
