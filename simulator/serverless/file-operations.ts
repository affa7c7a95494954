import type { ApiCall, OperationHandler, Operations } from '../kernel/api-call';
import { invalidParameter } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { FileVersion, ServerlessFile, ServerlessService, Visibility } from './entities';
import { VISIBILITIES } from './entities';
import type { ServerlessStore } from './serverless-store';
import { found, shortText } from './serverless-store';
import { urlOf } from './service-operations';

const MAX_FRIENDLY_NAME_LENGTH = 255;
const MAX_PATH_LENGTH = 255;

/** Functions and assets have the same operations under their own names. */
export interface FileKind {
  readonly name: 'Function' | 'Asset';
  readonly list: 'functions' | 'assets';
}

export const FUNCTIONS: FileKind = { name: 'Function', list: 'functions' };
export const ASSETS: FileKind = { name: 'Asset', list: 'assets' };

/** Functions or assets, and reading their versions. */
export function fileOperations(store: ServerlessStore, kind: FileKind): Operations {
  const { accountSid } = store.world;
  const snakeCase = kind.name.toLowerCase();
  const parent = `${kind.name}Sid`;

  const bodyOf = (service: ServerlessService, file: ServerlessFile): object => {
    const url = fileUrl(service, kind, file.sid);
    return {
      sid: file.sid,
      account_sid: accountSid,
      service_sid: service.sid,
      friendly_name: file.friendlyName,
      date_created: file.dateCreated,
      date_updated: file.dateUpdated,
      url,
      links: { [`${snakeCase}_versions`]: `${url}/Versions` },
    };
  };
  const fileOf = (
    call: ApiCall,
    parameter?: string,
  ): { service: ServerlessService; file: ServerlessFile } => {
    const service = store.serviceOf(call);
    return { service, file: found(service[kind.list], call, parameter) };
  };

  return {
    [`Create${kind.name}`]: (call) => {
      const service = store.serviceOf(call);
      const friendlyName = shortText(call, 'FriendlyName', MAX_FRIENDLY_NAME_LENGTH);
      const file: ServerlessFile = { ...store.begin('ZH'), friendlyName, versions: new Map() };
      service[kind.list].set(file.sid, file);
      return { status: 201, body: bodyOf(service, file) };
    },
    [`Fetch${kind.name}`]: (call) => {
      const { service, file } = fileOf(call);
      return { body: bodyOf(service, file) };
    },
    [`List${kind.name}`]: (call) => {
      const service = store.serviceOf(call);
      const files = [...service[kind.list].values()].map((file) => bodyOf(service, file));
      return toPage(call, kind.list, files);
    },
    [`Update${kind.name}`]: (call) => {
      const { service, file } = fileOf(call);
      file.friendlyName = shortText(call, 'FriendlyName', MAX_FRIENDLY_NAME_LENGTH);
      file.dateUpdated = store.now();
      return { body: bodyOf(service, file) };
    },
    [`Delete${kind.name}`]: (call) => {
      const { service, file } = fileOf(call);
      service[kind.list].delete(file.sid);
      return {};
    },
    [`List${kind.name}Version`]: (call) => {
      const { service, file } = fileOf(call, parent);
      const versions = [...file.versions.values()];
      return toPage(
        call,
        `${snakeCase}_versions`,
        versions.map((version) => versionBody(accountSid, service, kind, version)),
      );
    },
    [`Fetch${kind.name}Version`]: (call) => {
      const { service, file } = fileOf(call, parent);
      return { body: versionBody(accountSid, service, kind, found(file.versions, call)) };
    },
    ...(kind === FUNCTIONS
      ? {
          FetchFunctionVersionContent: (call) => {
            const { service, file } = fileOf(call, parent);
            const { sid, content } = found(file.versions, call);
            const url = `${fileUrl(service, kind, file.sid)}/Versions/${sid}/Content`;
            return {
              body: {
                sid,
                account_sid: accountSid,
                service_sid: service.sid,
                function_sid: file.sid,
                content,
                url,
              },
            };
          },
        }
      : {}),
  } satisfies Operations;
}

/**
 * Takes the upload of a file, a multipart form.
 *
 * @see https://www.twilio.com/docs/serverless/api/resource/function-version#create-a-function-version-resource
 */
export function uploadVersion(store: ServerlessStore, kind: FileKind): OperationHandler {
  return (call) => {
    const service = store.serviceOf(call);
    const file = found(service[kind.list], call, `${kind.name}Sid`);
    const path = shortText(call, 'Path', MAX_PATH_LENGTH);
    const content = call.form.text('Content');
    if (content === undefined) throw invalidParameter('Missing required parameter Content in the post body');
    const version: FileVersion = {
      sid: store.world.sids.next('ZN'),
      fileSid: file.sid,
      path: path.startsWith('/') ? path : `/${path}`,
      visibility: visibilityOf(call),
      content,
      dateCreated: store.now(),
    };
    file.versions.set(version.sid, version);
    return { status: 201, body: versionBody(store.world.accountSid, service, kind, version) };
  };
}

function versionBody(
  accountSid: string,
  service: ServerlessService,
  kind: FileKind,
  version: FileVersion,
): object {
  const url = `${fileUrl(service, kind, version.fileSid)}/Versions/${version.sid}`;
  return {
    sid: version.sid,
    account_sid: accountSid,
    service_sid: service.sid,
    [`${kind.name.toLowerCase()}_sid`]: version.fileSid,
    path: version.path,
    visibility: version.visibility,
    date_created: version.dateCreated,
    url,
    ...(kind === FUNCTIONS ? { links: { function_version_content: `${url}/Content` } } : {}),
  };
}

function fileUrl(service: ServerlessService, kind: FileKind, sid: string): string {
  return `${urlOf(service)}/${kind.name}s/${sid}`;
}

function visibilityOf(call: ApiCall): Visibility {
  const given = call.form.requiredText('Visibility');
  const visibility = VISIBILITIES.find((known) => known === given);
  if (!visibility) throw invalidParameter(`Visibility must be one of ${VISIBILITIES.join(', ')}`);
  return visibility;
}
