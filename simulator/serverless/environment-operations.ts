import type { ApiCall, Operations } from '../kernel/api-call';
import { invalidParameter } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { Deployment, Environment, ServerlessService } from './entities';
import type { ServerlessStore } from './serverless-store';
import { conflict, found, shortText } from './serverless-store';
import { urlOf } from './service-operations';

/** https://www.twilio.com/docs/serverless/api/resource/environment */
const MAX_UNIQUE_NAME_LENGTH = 100;
const MAX_DOMAIN_SUFFIX_LENGTH = 16;

/** Environments, and what is deployed to them. */
export function environmentOperations(store: ServerlessStore): Operations {
  const { accountSid } = store.world;
  const bodyOf = (service: ServerlessService, environment: Environment): object => {
    const { sid, domainSuffix } = environment;
    const url = environmentUrl(service, environment);
    return {
      sid,
      account_sid: accountSid,
      service_sid: service.sid,
      build_sid: environment.buildSid,
      unique_name: environment.uniqueName,
      domain_suffix: domainSuffix,
      domain_name: `${[service.domainBase, domainSuffix].filter(Boolean).join('-')}.twil.io`,
      date_created: environment.dateCreated,
      date_updated: environment.dateUpdated,
      url,
      links: { variables: `${url}/Variables`, deployments: `${url}/Deployments`, logs: `${url}/Logs` },
    };
  };
  const deploymentBody = (
    service: ServerlessService,
    environment: Environment,
    deployment: Deployment,
  ): object => ({
    sid: deployment.sid,
    account_sid: accountSid,
    service_sid: service.sid,
    environment_sid: environment.sid,
    build_sid: deployment.buildSid,
    date_created: deployment.dateCreated,
    date_updated: deployment.dateUpdated,
    url: `${environmentUrl(service, environment)}/Deployments/${deployment.sid}`,
  });

  return {
    CreateEnvironment: (call) => {
      const service = store.serviceOf(call);
      const uniqueName = shortText(call, 'UniqueName', MAX_UNIQUE_NAME_LENGTH);
      const domainSuffix = call.form.has('DomainSuffix')
        ? shortText(call, 'DomainSuffix', MAX_DOMAIN_SUFFIX_LENGTH)
        : null;
      requireUnused(service, uniqueName, domainSuffix);
      const environment: Environment = {
        ...store.begin('ZE'),
        uniqueName,
        domainSuffix,
        buildSid: null,
        variables: new Map(),
        deployments: new Map(),
        logs: [],
      };
      service.environments.set(environment.sid, environment);
      return { status: 201, body: bodyOf(service, environment) };
    },
    FetchEnvironment: (call) => {
      const { service, environment } = store.environmentOf(call, 'Sid');
      return { body: bodyOf(service, environment) };
    },
    ListEnvironment: (call) => {
      const service = store.serviceOf(call);
      const environments = [...service.environments.values()];
      return toPage(
        call,
        'environments',
        environments.map((environment) => bodyOf(service, environment)),
      );
    },
    DeleteEnvironment: (call) => {
      const { service, environment } = store.environmentOf(call, 'Sid');
      service.environments.delete(environment.sid);
      return {};
    },

    CreateDeployment: (call) => {
      const { service, environment } = store.environmentOf(call);
      const buildSid = buildSidOf(call, service);
      const deployment: Deployment = { ...store.begin('ZD'), buildSid };
      environment.deployments.set(deployment.sid, deployment);
      environment.buildSid = buildSid;
      environment.dateUpdated = store.now();
      return { status: 201, body: deploymentBody(service, environment, deployment) };
    },
    FetchDeployment: (call) => {
      const { service, environment } = store.environmentOf(call);
      return { body: deploymentBody(service, environment, found(environment.deployments, call)) };
    },
    ListDeployment: (call) => {
      const { service, environment } = store.environmentOf(call);
      const deployments = [...environment.deployments.values()];
      return toPage(
        call,
        'deployments',
        deployments.map((deployment) => deploymentBody(service, environment, deployment)),
      );
    },
  };
}

export function environmentUrl(service: ServerlessService, { sid }: Environment): string {
  return `${urlOf(service)}/Environments/${sid}`;
}

/** https://github.com/RJPearson94/terraform-provider-twilio/issues/78 */
function requireUnused(service: ServerlessService, uniqueName: string, domainSuffix: string | null): void {
  for (const known of service.environments.values()) {
    if (known.uniqueName === uniqueName || known.domainSuffix === domainSuffix)
      throw conflict('Environment with this UniqueName or DomainSuffix already exists.');
  }
}

/** Without a build, the environment is left without one. */
function buildSidOf({ form }: ApiCall, service: ServerlessService): string | null {
  const buildSid = form.text('BuildSid');
  if (buildSid === undefined) return null;
  if (!service.builds.has(buildSid)) throw invalidParameter(`Build ${buildSid} does not exist`);
  return buildSid;
}
