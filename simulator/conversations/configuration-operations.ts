import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { ConversationStore, StoredService } from './conversation-store';
import { newWebhookSettings } from './conversation-store';
import { SCOPED_EVENTS } from './conversation-webhooks';
import { parseDurationMs } from './durations';
import type { AddressEntity, WebhookSettings } from './entities';
import {
  newServiceConfiguration,
  toConfigurationBody,
  updateServiceConfiguration,
} from './service-configuration';

/** Services, address configurations and webhook settings, by REST. */
export function configurationOperations(world: World, store: ConversationStore): Operations {
  const now = (): string => isoSeconds(world.clock.now());
  const serviceOf = (call: ApiCall, name = 'ChatServiceSid'): StoredService => {
    const service = store.services.get(pathParameter(call, name));
    if (!service) throw notFound(new URL(call.url).pathname);
    return service;
  };
  const addressOf = (call: ApiCall): AddressEntity => {
    const key = pathParameter(call, 'Sid');
    const found =
      store.addresses.get(key) ?? [...store.addresses.values()].find(({ address }) => address === key);
    if (!found) throw notFound(new URL(call.url).pathname);
    return found;
  };

  return {
    CreateService: (call) => {
      const friendlyName = call.form.requiredText('FriendlyName');
      const service = newService(world.sids.next('IS'), friendlyName, store.roleSid, now());
      store.services.set(service.sid, service);
      return { status: 201, body: toServiceBody(world, service) };
    },
    FetchService: (call) => ({ body: toServiceBody(world, serviceOf(call, 'Sid')) }),
    ListService: (call) =>
      toPage(
        call,
        'services',
        [...store.services.values()].map((service) => toServiceBody(world, service)),
      ),
    DeleteService: (call) => {
      const { sid } = serviceOf(call, 'Sid');
      if (sid === store.defaultServiceSid) throw invalidParameter('The default service cannot be deleted');
      store.services.delete(sid);
      return {};
    },
    FetchServiceConfiguration: (call) => ({ body: toConfigurationBody(serviceOf(call)) }),
    UpdateServiceConfiguration: (call) => {
      const service = serviceOf(call);
      updateServiceConfiguration(service.configuration, call);
      return { body: toConfigurationBody(service) };
    },
    FetchServiceWebhookConfiguration: (call) => ({ body: serviceWebhooks(world, serviceOf(call)) }),
    UpdateServiceWebhookConfiguration: (call) => {
      const service = serviceOf(call);
      updateWebhooks(service.webhooks, call);
      return { body: serviceWebhooks(world, service) };
    },

    FetchConfiguration: () => ({ body: accountConfiguration(world, store) }),
    UpdateConfiguration: (call) => {
      const { defaultTimers: timers } = store;
      timers.inactive = timerOf(call, 'DefaultInactiveTimer', 60_000, timers.inactive);
      timers.closed = timerOf(call, 'DefaultClosedTimer', 600_000, timers.closed);
      return { body: accountConfiguration(world, store) };
    },
    FetchConfigurationWebhook: () => ({ body: accountWebhooks(world, store) }),
    UpdateConfigurationWebhook: (call) => {
      updateWebhooks(store.accountWebhooks, call);
      return { body: accountWebhooks(world, store) };
    },

    CreateConfigurationAddress: (call) => {
      const address = call.form.requiredText('Address');
      if ([...store.addresses.values()].some((other) => other.address === address)) {
        throw new TwilioApiError(409, 50460, 'Address configuration already exists for this address');
      }
      const sid = world.sids.next('IG');
      const entity: AddressEntity = {
        sid,
        account_sid: world.accountSid,
        type: call.form.requiredText('Type'),
        address,
        friendly_name: call.form.text('FriendlyName') ?? null,
        address_country: call.form.text('AddressCountry') ?? null,
        auto_creation: autoCreation(call, undefined, store.defaultServiceSid),
        date_created: now(),
        date_updated: now(),
        url: `https://conversations.twilio.com/v1/Configuration/Addresses/${sid}`,
      };
      store.addresses.set(sid, entity);
      return { status: 201, body: entity };
    },
    FetchConfigurationAddress: (call) => ({ body: addressOf(call) }),
    ListConfigurationAddress: (call) => {
      const type = call.query.text('Type');
      return toPage(
        call,
        'address_configurations',
        [...store.addresses.values()].filter((one) => type === undefined || one.type === type),
      );
    },
    UpdateConfigurationAddress: (call) => {
      const entity = addressOf(call);
      entity.friendly_name = call.form.text('FriendlyName') ?? entity.friendly_name;
      entity.auto_creation = autoCreation(call, entity.auto_creation, store.defaultServiceSid);
      entity.date_updated = now();
      return { body: entity };
    },
    DeleteConfigurationAddress: (call) => {
      store.addresses.delete(addressOf(call).sid);
      return {};
    },
  };
}

export function newService(sid: string, friendlyName: string, roleSid: string, now: string): StoredService {
  return {
    sid,
    friendlyName,
    dateCreated: now,
    dateUpdated: now,
    webhooks: newWebhookSettings(),
    postWebhookRetryCount: 0,
    configuration: newServiceConfiguration(roleSid),
  };
}

function autoCreation(
  call: ApiCall,
  before: AddressEntity['auto_creation'] | undefined,
  defaultServiceSid: string,
): AddressEntity['auto_creation'] {
  const { form } = call;
  const filters = form.list('AutoCreation.WebhookFilters') ?? before?.webhook_filters ?? null;
  const wrong = filters?.find((filter) => !SCOPED_EVENTS.some((event) => event === filter));
  // onConversationAdded exists for services only: https://www.twilio.com/docs/conversations/api/address-configuration-resource
  if (wrong !== undefined) throw new TwilioApiError(400, 50360, `Invalid webhook filter: ${wrong}`);
  return {
    enabled: form.boolean('AutoCreation.Enabled') ?? before?.enabled ?? false,
    type: form.text('AutoCreation.Type') ?? before?.type ?? 'default',
    conversation_service_sid:
      form.text('AutoCreation.ConversationServiceSid') ??
      before?.conversation_service_sid ??
      defaultServiceSid,
    webhook_url: form.text('AutoCreation.WebhookUrl') ?? before?.webhook_url ?? null,
    webhook_method: form.text('AutoCreation.WebhookMethod')?.toUpperCase() ?? before?.webhook_method ?? null,
    webhook_filters: filters,
    studio_flow_sid: form.text('AutoCreation.StudioFlowSid') ?? before?.studio_flow_sid ?? null,
    studio_retry_count: form.number('AutoCreation.StudioRetryCount') ?? before?.studio_retry_count ?? null,
  };
}

function updateWebhooks(settings: WebhookSettings, { form }: ApiCall): void {
  const urlOrNull = (name: string, before: string | null): string | null => {
    const given = form.text(name);
    if (given === undefined) return before;
    return given === '' ? null : given;
  };
  settings.pre_webhook_url = urlOrNull('PreWebhookUrl', settings.pre_webhook_url);
  settings.post_webhook_url = urlOrNull('PostWebhookUrl', settings.post_webhook_url);
  settings.method = form.text('Method')?.toUpperCase() ?? settings.method;
  // An empty name takes the filters away. Assumed: empty-takes-away.
  settings.filters = form.list('Filters')?.filter((name) => name !== '') ?? settings.filters;
}

/** A duration of nothing takes the timer away, as it does for a Conversation's own timers. Assumed: empty-takes-away. */
function timerOf({ form }: ApiCall, name: string, minMs: number, before: string | null): string | null {
  const text = form.text(name);
  if (text === undefined) return before;
  const ms = text === '' ? 0 : parseDurationMs(text, name);
  if (ms === 0) return null;
  // https://www.twilio.com/docs/conversations/api/configuration-resource
  if (ms < minMs) throw invalidParameter(`${name} must be at least ${minMs / 60_000} minutes`);
  return text;
}

function toServiceBody({ accountSid }: World, service: StoredService): object {
  const url = `https://conversations.twilio.com/v1/Services/${service.sid}`;
  return {
    sid: service.sid,
    account_sid: accountSid,
    friendly_name: service.friendlyName,
    date_created: service.dateCreated,
    date_updated: service.dateUpdated,
    url,
    links: {
      conversations: `${url}/Conversations`,
      users: `${url}/Users`,
      roles: `${url}/Roles`,
      bindings: `${url}/Bindings`,
      configuration: `${url}/Configuration`,
      participant_conversations: `${url}/ParticipantConversations`,
      conversation_with_participants: `${url}/ConversationWithParticipants`,
    },
  };
}

function serviceWebhooks({ accountSid }: World, { sid, webhooks }: StoredService): object {
  return {
    account_sid: accountSid,
    chat_service_sid: sid,
    ...webhooks,
    url: `https://conversations.twilio.com/v1/Services/${sid}/Configuration/Webhooks`,
  };
}

function accountConfiguration({ accountSid }: World, store: ConversationStore): object {
  return {
    account_sid: accountSid,
    default_chat_service_sid: store.defaultServiceSid,
    default_messaging_service_sid: store.messagingServiceSid,
    default_inactive_timer: store.defaultTimers.inactive,
    default_closed_timer: store.defaultTimers.closed,
    url: 'https://conversations.twilio.com/v1/Configuration',
    links: {
      service: `https://conversations.twilio.com/v1/Services/${store.defaultServiceSid}/Configuration`,
      webhooks: 'https://conversations.twilio.com/v1/Configuration/Webhooks',
    },
  };
}

function accountWebhooks({ accountSid }: World, { accountWebhooks: webhooks }: ConversationStore): object {
  return {
    account_sid: accountSid,
    ...webhooks,
    target: 'webhook',
    url: 'https://conversations.twilio.com/v1/Configuration/Webhooks',
  };
}
