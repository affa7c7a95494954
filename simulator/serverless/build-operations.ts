import type { ApiCall, Operations } from '../kernel/api-call';
import { invalidParameter } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { Build, Dependency, FileVersion, ServerlessService } from './entities';
import type { FileKind } from './file-operations';
import { ASSETS, FUNCTIONS } from './file-operations';
import type { ServerlessStore } from './serverless-store';
import { found } from './serverless-store';
import { urlOf } from './service-operations';

/** What the cloud runs where a build names no runtime. */
const DEFAULT_RUNTIME = 'node22';

/**
 * Versions of the runtime handler that npm has and the cloud does not take:
 * https://github.com/twilio-labs/serverless-toolkit/issues/564
 */
const REFUSED_HANDLERS = new Set(['2.1.0']);

/** Builds, which here are completed in the next moment. */
export function buildOperations(store: ServerlessStore): Operations {
  const { accountSid, clock } = store.world;
  const bodyOf = (service: ServerlessService, build: Build): object => {
    const url = `${urlOf(service)}/Builds/${build.sid}`;
    const summaries = (versions: readonly FileVersion[], { name }: FileKind): object[] =>
      versions.map((version) => ({
        sid: version.sid,
        account_sid: accountSid,
        service_sid: service.sid,
        [`${name.toLowerCase()}_sid`]: version.fileSid,
        date_created: version.dateCreated,
        path: version.path,
        // In upper case only here.
        visibility: version.visibility.toUpperCase(),
      }));
    return {
      sid: build.sid,
      account_sid: accountSid,
      service_sid: service.sid,
      asset_versions: summaries(build.assetVersions, ASSETS),
      function_versions: summaries(build.functionVersions, FUNCTIONS),
      dependencies: build.dependencies,
      runtime: build.runtime,
      status: build.status,
      date_created: build.dateCreated,
      date_updated: build.dateUpdated,
      url,
      links: { build_status: `${url}/Status` },
    };
  };
  const buildOf = (call: ApiCall): { service: ServerlessService; build: Build } => {
    const service = store.serviceOf(call);
    return { service, build: found(service.builds, call) };
  };

  return {
    CreateBuild: (call) => {
      const service = store.serviceOf(call);
      const functionVersions = versionsOf(call, service, FUNCTIONS);
      const assetVersions = versionsOf(call, service, ASSETS);
      if (functionVersions.length + assetVersions.length === 0)
        throw invalidParameter('At least one Function Version or Asset Version is required for Build');
      const build: Build = {
        ...store.begin('ZB'),
        status: 'building',
        functionVersions,
        assetVersions,
        dependencies: dependenciesOf(call),
        runtime: call.form.text('Runtime') ?? DEFAULT_RUNTIME,
      };
      service.builds.set(build.sid, build);
      clock.schedule(0, () => {
        build.status = 'completed';
        build.dateUpdated = store.now();
      });
      return { status: 201, body: bodyOf(service, build) };
    },
    FetchBuild: (call) => {
      const { service, build } = buildOf(call);
      return { body: bodyOf(service, build) };
    },
    ListBuild: (call) => {
      const service = store.serviceOf(call);
      return toPage(
        call,
        'builds',
        [...service.builds.values()].map((build) => bodyOf(service, build)),
      );
    },
    FetchBuildStatus: (call) => {
      const { service, build } = buildOf(call);
      return {
        body: {
          sid: build.sid,
          account_sid: accountSid,
          service_sid: service.sid,
          status: build.status,
          url: `${urlOf(service)}/Builds/${build.sid}/Status`,
        },
      };
    },
    DeleteBuild: (call) => {
      const { service, build } = buildOf(call);
      service.builds.delete(build.sid);
      return {};
    },
  };
}

function versionsOf({ form }: ApiCall, service: ServerlessService, kind: FileKind): FileVersion[] {
  const known = new Map([...service[kind.list].values()].flatMap(({ versions }) => [...versions]));
  return (form.list(`${kind.name}Versions`) ?? []).map((sid) => {
    const version = known.get(sid);
    if (!version) throw invalidParameter(`${kind.name} Version ${sid} does not exist`);
    return version;
  });
}

/** JSON, which the toolkit puts into quotation marks. */
function dependenciesOf({ form }: ApiCall): Dependency[] {
  const dependencies = parseDependencies(form.text('Dependencies')?.replace(/^"|"$/g, '') ?? '[]');
  for (const { name, version } of dependencies) {
    if (name !== '@twilio/runtime-handler' || !REFUSED_HANDLERS.has(version)) continue;
    throw invalidParameter(
      `Some dependencies could not be validated. No matching version found for ${name}@${version}.`,
    );
  }
  return dependencies;
}

function parseDependencies(json: string): Dependency[] {
  try {
    const parsed: unknown = JSON.parse(json);
    if (Array.isArray(parsed) && parsed.every(isDependency)) return parsed;
  } catch {
    // Refused below, as anything else that is not a list of dependencies.
  }
  throw invalidParameter('Dependencies is not a list of objects with a name and a version');
}

function isDependency(value: unknown): value is Dependency {
  if (typeof value !== 'object' || value === null) return false;
  const { name, version } = value as Partial<Record<string, unknown>>;
  return typeof name === 'string' && typeof version === 'string';
}
