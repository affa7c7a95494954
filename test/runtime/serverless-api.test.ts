import { callRest } from '../simulator/rest-caller';
import { ServerlessProject, SERVICES, UPLOADS } from './serverless-project';

describe('a deploy by hand', () => {
  it('puts the build on the domain of its environment', async () => {
    const project = await ServerlessProject.deployed();
    const { body } = await project.call(
      `GET ${project.inService(`Environments/${project.environment.sid}`)}`,
    );
    expect(body).toMatchObject({
      build_sid: project.build.sid,
      domain_name: expect.stringMatching(/^flex-\d{4}-dev\.twil\.io$/) as string,
    });
  });

  it('has the versions, dependencies and runtime in its build, which is completed a moment later', async () => {
    const project = await ServerlessProject.deployed();
    expect(project.build).toMatchObject({
      status: 'building',
      runtime: 'node22',
      dependencies: [{ name: 'twilio', version: '5.13.1' }],
      function_versions: [{ sid: project.fnVersion.sid, path: '/hello', visibility: 'PROTECTED' }],
      asset_versions: [{ sid: project.assetVersion.sid, path: '/table.json', visibility: 'PRIVATE' }],
    });
    const { body } = await project.call(`GET ${project.inService(`Builds/${project.build.sid}/Status`)}`);
    expect(body).toMatchObject({ status: 'completed' });
  });

  it('keeps the code that was uploaded', async () => {
    const project = await ServerlessProject.deployed();
    const { fn, fnVersion } = project;
    const url = project.inService(`Functions/${fn.sid}/Versions/${fnVersion.sid}`);
    expect((await project.call(`GET ${url}`)).body).toEqual(fnVersion);
    expect((await project.call(`GET ${url}/Content`)).body).toMatchObject({
      content: 'exports.handler = "ü";',
    });
  });

  it('can be undone: a deployment without a build leaves the environment without one', async () => {
    const project = await ServerlessProject.deployed();
    expect(await project.create(project.inEnvironment('Deployments'), {})).toMatchObject({ build_sid: null });
    const { body } = await project.call(
      `GET ${project.inService(`Environments/${project.environment.sid}`)}`,
    );
    expect(body).toMatchObject({ build_sid: null });
  });

  it('finds its service by name as well', async () => {
    const { twilio, service } = await ServerlessProject.deployed();
    expect((await callRest(twilio, `GET ${SERVICES}/flex`)).body).toEqual(service);
  });

  it('changes a variable, the name of a Function and the service in place', async () => {
    const project = await ServerlessProject.deployed();
    const { variable, fn } = project;
    expect(
      await project.call(`POST ${project.inEnvironment(`Variables/${variable.sid}`)}`, { Value: '2' }),
    ).toMatchObject({ status: 200, body: { sid: variable.sid, key: 'A', value: '2' } });
    expect(
      await project.call(`POST ${project.inService(`Functions/${fn.sid}`)}`, { FriendlyName: '/bye' }),
    ).toMatchObject({ status: 200, body: { sid: fn.sid, friendly_name: '/bye' } });
    expect(
      await project.call(`POST ${SERVICES}/${project.service.sid}`, { UiEditable: 'true' }),
    ).toMatchObject({
      status: 200,
      body: { ui_editable: true, include_credentials: true, friendly_name: 'Flex' },
    });
  });

  it('changes one thing of a service or a variable at a time', async () => {
    const project = await ServerlessProject.deployed();
    const service = `${SERVICES}/${project.service.sid}`;
    const variable = project.inEnvironment(`Variables/${project.variable.sid}`);
    const changes: [url: string, form: object, expected: object][] = [
      [service, { FriendlyName: 'Other' }, { friendly_name: 'Other', include_credentials: true }],
      [service, { IncludeCredentials: 'false' }, { friendly_name: 'Other', include_credentials: false }],
      [variable, { Key: 'B' }, { key: 'B', value: '1' }],
      [variable, { Key: 'B', Value: '3' }, { key: 'B', value: '3' }],
    ];
    for (const [url, form, expected] of changes)
      expect(await project.call(`POST ${url}`, form)).toMatchObject({ status: 200, body: expected });
  });

  it('may have an environment without a domain suffix, and without a build', async () => {
    const project = await ServerlessProject.deployed();
    const made = await project.call(`POST ${project.inService('Environments')}`, {
      UniqueName: 'production',
    });
    expect(made).toMatchObject({ status: 201, body: { domain_suffix: null, build_sid: null } });
    expect(made.body?.domain_name).toMatch(/^flex-\d{4}\.twil\.io$/);
  });

  it('takes Node.js 22 for a build that names no runtime', async () => {
    const project = await ServerlessProject.deployed();
    const form = { FunctionVersions: project.fnVersion.sid };
    expect(await project.call(`POST ${project.inService('Builds')}`, form)).toMatchObject({
      status: 201,
      body: { runtime: 'node22', dependencies: [], asset_versions: [] },
    });
  });

  it('has the log of the last day, unless another time or Function is asked for', async () => {
    const project = await ServerlessProject.deployed();
    const list = async (query: string): Promise<unknown[]> =>
      (await project.call(`GET ${project.inEnvironment('Logs')}${query}`)).body?.logs as unknown[];
    expect(await list('')).toMatchObject([
      {
        message: 'late',
        level: 'warn',
        function_sid: project.fn.sid,
        build_sid: project.build.sid,
        deployment_sid: project.deployment.sid,
      },
    ]);
    expect(await list(`?FunctionSid=${project.asset.sid}`)).toEqual([]);
    expect(await list('?EndDate=2020-01-01T00:00:00Z')).toEqual([]);
    await project.clock.advance(25 * 3_600_000);
    expect(await list('')).toEqual([]);
    expect(await list('?StartDate=2020-01-01T00:00:00Z')).toHaveLength(1);
  });
});

describe('it is refused', () => {
  it.each([
    ['to make a service of a known name', 'Services', { UniqueName: 'flex', FriendlyName: 'x' }, 409, 20409],
    [
      'to make a service with a name of 51 characters',
      'Services',
      { UniqueName: 'x'.repeat(51), FriendlyName: 'x' },
      400,
      20001,
    ],
    [
      'to make a second environment on a domain',
      'Environments',
      { UniqueName: 'b', DomainSuffix: 'dev' },
      409,
      20409,
    ],
    [
      'to make a domain suffix of 17 characters',
      'Environments',
      { UniqueName: 'b', DomainSuffix: 'x'.repeat(17) },
      400,
      20001,
    ],
    ['to build of nothing', 'Builds', {}, 400, 20001],
    [
      'to build of a version that does not exist',
      'Builds',
      { FunctionVersions: `ZN${'0'.repeat(32)}` },
      400,
      20001,
    ],
    ['to deploy a build that does not exist', 'Deployments', { BuildSid: `ZB${'0'.repeat(32)}` }, 400, 20001],
    ['to set a variable twice', 'Variables', { Key: 'A', Value: '2' }, 409, 20409],
    ['to set a variable of 451 bytes', 'Variables', { Key: 'B', Value: `ü${'x'.repeat(449)}` }, 400, 20001],
    [
      'to send a parameter that Twilio does not know',
      'Variables',
      { Key: 'B', Value: '1', Secret: 'x' },
      400,
      20001,
    ],
  ])('%s', async (_, resource, form, status, code) => {
    const project = await ServerlessProject.deployed();
    const url =
      resource === 'Services'
        ? SERVICES
        : /Deployments|Variables/.test(resource)
          ? project.inEnvironment(resource)
          : project.inService(resource);
    expect(await project.call(`POST ${url}`, form)).toMatchObject({ status, body: { code, status } });
  });

  it('to build with runtime handler 2.1.0, which npm has and the cloud has not', async () => {
    const project = await ServerlessProject.deployed();
    const dependencies = JSON.stringify([{ name: '@twilio/runtime-handler', version: '2.1.0' }]);
    const form = { FunctionVersions: project.fnVersion.sid, Dependencies: `"${dependencies}"` };
    expect(await project.call(`POST ${project.inService('Builds')}`, form)).toMatchObject({
      status: 400,
      body: { code: 20001, message: expect.stringContaining('No matching version found') as string },
    });
  });

  it.each([
    ['without a path', { Path: '' }],
    ['with a path of 256 characters', { Path: `/${'x'.repeat(255)}` }],
    ['with a visibility that there is not', { Visibility: 'secret' }],
  ])('to upload a file %s', async (_, fields) => {
    const project = await ServerlessProject.deployed();
    expect(await project.upload('Functions', project.fn, fields)).toMatchObject({
      status: 400,
      body: { code: 20001 },
    });
  });

  it('to upload what is no multipart form', async () => {
    const project = await ServerlessProject.deployed();
    const line = `POST ${UPLOADS}/${project.service.sid}/Functions/${project.fn.sid}/Versions`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await callRest(project.twilio, line, { form: { Path: '/x' }, headers })).toMatchObject({
      status: 400,
      body: { code: 20001, message: 'The body is not a multipart form' },
    });
  });

  it('to do anything without the credentials of the account', async () => {
    const { twilio } = await ServerlessProject.deployed();
    expect(await callRest(twilio, `GET ${SERVICES}`, { authorization: undefined })).toMatchObject({
      status: 401,
      body: { code: 20003 },
    });
  });
});
