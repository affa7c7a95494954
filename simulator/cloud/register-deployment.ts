import type { Environment, FileVersion, ServerlessFile, ServerlessService } from '../serverless/entities';
import type { ServerlessStore } from '../serverless/serverless-store';

/** A project as a deploy would send it. */
interface ProjectToRegister {
  /** Of the service. */
  readonly name: string;
  /** Paths below `dist/functions`, e.g. `webhooks/conversations.protected.js`. */
  readonly functions: readonly string[];
  /** Versions by package. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly runtime: string;
  readonly variables: Readonly<Record<string, string>>;
}

export interface RegisteredDeployment {
  readonly service: ServerlessService;
  readonly environment: Environment;
  /** Writes a line that a Function logged into the log of the deployment. */
  log(line: string): void;
}

/** Enters a project that already runs on this machine into the Serverless API, as if it had been deployed to `dev`. */
export function registerDeployment(store: ServerlessStore, project: ProjectToRegister): RegisteredDeployment {
  const files = project.functions.map((file) => toFile(store, file));
  const build = {
    ...store.begin('ZB'),
    status: 'completed' as const,
    functionVersions: files.flatMap(({ versions }) => [...versions.values()]),
    assetVersions: [],
    dependencies: Object.entries(project.dependencies).map(([name, version]) => ({ name, version })),
    runtime: project.runtime,
  };
  const environment: Environment = {
    ...store.begin('ZE'),
    uniqueName: 'dev-environment',
    domainSuffix: 'dev',
    buildSid: build.sid,
    variables: new Map(
      Object.entries(project.variables).map(([key, value]) => {
        const variable = { ...store.begin('ZV'), key, value };
        return [variable.sid, variable];
      }),
    ),
    deployments: new Map(),
    logs: [],
  };
  const deployment = { ...store.begin('ZD'), buildSid: build.sid };
  environment.deployments.set(deployment.sid, deployment);
  const begun = store.begin('ZS');
  const service: ServerlessService = {
    ...begun,
    uniqueName: project.name,
    friendlyName: project.name,
    includeCredentials: true,
    uiEditable: false,
    domainBase: `${project.name}-1234`,
    functions: new Map(files.map((file) => [file.sid, file])),
    assets: new Map(),
    builds: new Map([[build.sid, build]]),
    environments: new Map([[environment.sid, environment]]),
  };
  store.services.set(service.sid, service);
  return {
    service,
    environment,
    log: (line) => {
      const { url, level, requestId } = parseLine(line);
      const file = [...service.functions.values()].find(({ friendlyName }) => friendlyName === url);
      if (!file) return;
      store.addLog(environment, {
        functionSid: file.sid,
        requestSid: `RQ${(requestId ?? file.sid).replaceAll('-', '').slice(-32)}`,
        level: level === 'error' ? 'error' : 'info',
        message: line,
      });
    },
  };
}

function toFile(store: ServerlessStore, file: string): ServerlessFile {
  const path = `/${file.replace(/(\.protected|\.private)?\.js$/, '')}`;
  const begun = store.begin('ZH');
  const version: FileVersion = {
    sid: store.begin('ZN').sid,
    fileSid: begun.sid,
    path,
    visibility: file.includes('.protected.')
      ? 'protected'
      : file.includes('.private.')
        ? 'private'
        : 'public',
    content: '',
    dateCreated: begun.dateCreated,
  };
  return { ...begun, friendlyName: path, versions: new Map([[version.sid, version]]) };
}

interface LoggedLine {
  readonly url?: string;
  readonly level?: string;
  readonly requestId?: string;
}

function parseLine(line: string): LoggedLine {
  try {
    return (JSON.parse(line) as LoggedLine | null) ?? {};
  } catch {
    return {};
  }
}
