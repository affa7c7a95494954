import type { ApiCall, Operations } from '../kernel/api-call';
import { toPage } from '../kernel/paging';
import type { ServerlessService } from './entities';
import type { ServerlessStore } from './serverless-store';
import { conflict, shortText } from './serverless-store';

/** https://www.twilio.com/docs/serverless/api/resource/service */
const MAX_UNIQUE_NAME_LENGTH = 50;
const MAX_FRIENDLY_NAME_LENGTH = 255;

/** Services: the projects. */
export function serviceOperations(store: ServerlessStore): Operations {
  const { accountSid } = store.world;
  const bodyOf = (service: ServerlessService): object => {
    const url = urlOf(service);
    return {
      sid: service.sid,
      account_sid: accountSid,
      friendly_name: service.friendlyName,
      unique_name: service.uniqueName,
      include_credentials: service.includeCredentials,
      ui_editable: service.uiEditable,
      domain_base: service.domainBase,
      date_created: service.dateCreated,
      date_updated: service.dateUpdated,
      url,
      links: {
        environments: `${url}/Environments`,
        functions: `${url}/Functions`,
        assets: `${url}/Assets`,
        builds: `${url}/Builds`,
      },
    };
  };

  return {
    CreateService: (call) => {
      const uniqueName = shortText(call, 'UniqueName', MAX_UNIQUE_NAME_LENGTH);
      if ([...store.services.values()].some((service) => service.uniqueName === uniqueName))
        throw conflict('Service with this UniqueName already exists.');
      const begun = store.begin('ZS');
      const service: ServerlessService = {
        ...begun,
        uniqueName,
        friendlyName: friendlyNameOf(call),
        includeCredentials: call.form.boolean('IncludeCredentials') ?? true,
        uiEditable: call.form.boolean('UiEditable') ?? false,
        domainBase: `${uniqueName}-${fourDigits(begun.sid)}`,
        functions: new Map(),
        assets: new Map(),
        builds: new Map(),
        environments: new Map(),
      };
      store.services.set(service.sid, service);
      return { status: 201, body: bodyOf(service) };
    },
    FetchService: (call) => ({ body: bodyOf(store.serviceOf(call, 'Sid')) }),
    ListService: (call) => toPage(call, 'services', [...store.services.values()].map(bodyOf)),
    UpdateService: (call) => {
      const service = store.serviceOf(call, 'Sid');
      if (call.form.has('FriendlyName')) service.friendlyName = friendlyNameOf(call);
      service.includeCredentials = call.form.boolean('IncludeCredentials') ?? service.includeCredentials;
      service.uiEditable = call.form.boolean('UiEditable') ?? service.uiEditable;
      service.dateUpdated = store.now();
      return { body: bodyOf(service) };
    },
    DeleteService: (call) => {
      store.services.delete(store.serviceOf(call, 'Sid').sid);
      return {};
    },
  };
}

export function urlOf({ sid }: ServerlessService): string {
  return `https://serverless.twilio.com/v1/Services/${sid}`;
}

function friendlyNameOf(call: ApiCall): string {
  return shortText(call, 'FriendlyName', MAX_FRIENDLY_NAME_LENGTH);
}

/** Twilio makes domains unique by four digits. */
function fourDigits(sid: string): string {
  return String(Number.parseInt(sid.slice(-8), 16) % 10_000).padStart(4, '0');
}
