import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import type { Operation } from '../../simulator/openapi/operation';
import type { RestAnswer } from '../simulator/rest-caller';
import { basicAuthorization, callRest } from '../simulator/rest-caller';

export const SERVICES = 'https://serverless.twilio.com/v1/Services';
export const UPLOADS = 'https://serverless-upload.twilio.com/v1/Services';

/** Answers of a test that succeeded, with the properties that the test goes on with. */
export type Resource = Record<string, string> & { readonly sid: string };

/** A project of one Function and one asset, deployed by hand, request by request. */
export class ServerlessProject {
  readonly clock = new ManualClock();
  readonly twilio = new EmbeddedTwilio({ clock: this.clock });
  service!: Resource;
  environment!: Resource;
  fn!: Resource;
  fnVersion!: Resource;
  asset!: Resource;
  assetVersion!: Resource;
  build!: Resource;
  deployment!: Resource;
  variable!: Resource;
  logSid!: string;

  static async deployed(): Promise<ServerlessProject> {
    const project = new ServerlessProject();
    const url = (): string => `${SERVICES}/${project.service.sid}`;
    project.service = await project.create(SERVICES, { UniqueName: 'flex', FriendlyName: 'Flex' });
    project.environment = await project.create(`${url()}/Environments`, {
      UniqueName: 'dev-environment',
      DomainSuffix: 'dev',
    });
    project.fn = await project.create(`${url()}/Functions`, { FriendlyName: '/hello' });
    project.asset = await project.create(`${url()}/Assets`, { FriendlyName: '/table.json' });
    project.fnVersion = ok(await project.upload('Functions', project.fn, { Visibility: 'protected' }));
    project.assetVersion = ok(await project.upload('Assets', project.asset, { Path: '/table.json' }));
    project.build = await project.create(`${url()}/Builds`, {
      FunctionVersions: project.fnVersion.sid,
      AssetVersions: project.assetVersion.sid,
      Dependencies: '"[{"name":"twilio","version":"5.13.1"}]"',
      Runtime: 'node22',
    });
    await project.clock.advance(1_000);
    project.deployment = await project.create(project.inEnvironment('Deployments'), {
      BuildSid: project.build.sid,
    });
    project.variable = await project.create(project.inEnvironment('Variables'), { Key: 'A', Value: '1' });
    project.logSid = project.log();
    return project;
  }

  inService(rest: string): string {
    return `${SERVICES}/${this.service.sid}/${rest}`;
  }

  inEnvironment(rest: string): string {
    return this.inService(`Environments/${this.environment.sid}/${rest}`);
  }

  call(line: string, form?: object): Promise<RestAnswer> {
    return callRest(this.twilio, line, form ? { form: form as Record<string, unknown> } : {});
  }

  async create(url: string, form: object): Promise<Resource> {
    return ok(await this.call(`POST ${url}`, form));
  }

  /** Uploads a file as the toolkit does. */
  async upload(kind: 'Functions' | 'Assets', { sid }: Resource, fields: object): Promise<RestAnswer> {
    const form = new FormData();
    const all = { Path: '/hello', Visibility: 'private', Content: 'exports.handler = "ü";', ...fields };
    for (const [name, value] of Object.entries(all)) {
      if (name === 'Content') form.append(name, new Blob([value]), 'hello.js');
      else form.append(name, value);
    }
    const multipart = new Response(form);
    const response = await this.twilio.request({
      method: 'POST',
      host: new URL(UPLOADS).host,
      path: `/v1/Services/${this.service.sid}/${kind}/${sid}/Versions`,
      headers: {
        authorization: basicAuthorization(this.twilio),
        'content-type': multipart.headers.get('content-type') ?? '',
      },
      body: await multipart.text(),
    });
    return { ...response, body: JSON.parse(response.body) as Record<string, unknown> };
  }

  /** The URL of an operation, of what this project has. */
  urlOf({ template }: Operation): string {
    const [, collection = ''] = /\/(\w+)\/\{Sid\}/.exec(template) ?? [];
    const own: Record<string, Resource | undefined> = {
      Services: this.service,
      Environments: this.environment,
      Functions: this.fn,
      Assets: this.asset,
      Versions: template.includes('FunctionSid') ? this.fnVersion : this.assetVersion,
      Builds: this.build,
      Deployments: this.deployment,
      Variables: this.variable,
    };
    const sids: Record<string, string | undefined> = {
      ServiceSid: this.service.sid,
      EnvironmentSid: this.environment.sid,
      FunctionSid: this.fn.sid,
      AssetSid: this.asset.sid,
      Sid: own[collection]?.sid ?? this.logSid,
    };
    return `https://serverless.twilio.com${template.replace(/\{(\w+)\}/g, (_, name: string) => sids[name] ?? '')}`;
  }

  /** Has the Function log a line now. */
  log(): string {
    const service = this.twilio.serverless.services.get(this.service.sid);
    const environment = service?.environments.get(this.environment.sid);
    if (!environment) throw new Error('there is no environment');
    const line = { functionSid: this.fn.sid, requestSid: `RQ${'0'.repeat(32)}`, message: 'late' };
    return this.twilio.serverless.addLog(environment, { ...line, level: 'warn' }).sid;
  }
}

function ok({ status, body }: RestAnswer): Resource {
  expect({ status, body }).toMatchObject({ status: 201, body: { sid: expect.any(String) as string } });
  return body as Resource;
}
