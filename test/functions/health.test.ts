import type { Platform } from '../../src/core/platform';
import { SETTING_NAMES } from '../../src/core/settings';
import type { DeploymentOptions, EndpointAnswer } from '../support/deployment';
import { BACKEND_API_KEY, Deployment } from '../support/deployment';

const HEALTH = '/backend/health';
const EVERY_NAME = [...SETTING_NAMES.filter((name) => name !== 'DOMAIN_NAME'), 'routing.private.json'];

const checksOf = ({ body }: EndpointAnswer) =>
  body.checks as { name: string; ok: boolean; problem?: string }[];
const namesOf = (answer: EndpointAnswer) => checksOf(answer).map(({ name }) => name);
const failuresOf = (answer: EndpointAnswer) => checksOf(answer).filter(({ ok }) => !ok);
const askHealth = (options?: DeploymentOptions) => new Deployment(options).callBackend(HEALTH);

/** Asks on a platform of which a part is not as usual. */
function callWith(part: Partial<Platform>): Promise<EndpointAnswer> {
  const deployment = new Deployment();
  const request = { headers: { authorization: `Bearer ${BACKEND_API_KEY}` } };
  return deployment.call(HEALTH, { request }, { ...deployment.platform(), ...part });
}

describe('the health check', () => {
  it('names every setting and resource', async () => {
    const answer = await askHealth();
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'ok' },
      log: { level: 'info', url: HEALTH, outcome: 'ok' },
    });
    expect(namesOf(answer)).toEqual(EVERY_NAME);
  });

  it('names every setting also if some are wrong, with what is wrong about each of those', async () => {
    const deployment = new Deployment({
      settings: { LEAVE_ROUTING: 'nobody' },
      table: { addresses: { nobody: {} } },
    });
    delete deployment.context.TASKROUTER_WORKSPACE_SID;
    const answer = await deployment.callBackend(HEALTH);
    expect(answer).toMatchObject({ status: 503, log: { level: 'error', outcome: 'failing', calls: 0 } });
    expect(namesOf(answer)).toEqual(EVERY_NAME);
    expect(failuresOf(answer)).toEqual([
      { name: 'TASKROUTER_WORKSPACE_SID', ok: false, problem: 'is missing' },
      { name: 'LEAVE_ROUTING', ok: false, problem: 'must be `flex` or `ours`' },
      { name: 'routing.private.json', ok: false, problem: expect.any(String) as string },
    ]);
  });

  it.each([
    ['TASKROUTER_WORKFLOW_SID', `WW${'9'.repeat(32)}`],
    ['SYNC_SERVICE_SID', `IS${'9'.repeat(32)}`],
    ['CONVERSATIONS_SERVICE_SID', `IS${'9'.repeat(32)}`],
    ['OUTBOUND_QUEUE_SID', `WQ${'9'.repeat(32)}`],
    ['TRANSFER_WORKFLOW_SID', `WW${'9'.repeat(32)}`],
  ])('names %s, but not its value, if Twilio knows no %s', async (name, value) => {
    const answer = await askHealth({ settings: { [name]: value } });
    expect(answer).toMatchObject({ status: 503, body: { status: 'failing' } });
    expect(failuresOf(answer)).toEqual([{ name, ok: false, problem: 'Twilio refuses it (20404)' }]);
    expect(JSON.stringify(answer.body)).not.toContain(value);
  });

  it('names a SID that is none, but not its value', async () => {
    const answer = await askHealth({ settings: { TASKROUTER_WORKSPACE_SID: 'WS1' } });
    expect(failuresOf(answer)).toEqual([
      {
        name: 'TASKROUTER_WORKSPACE_SID',
        ok: false,
        problem: expect.stringMatching(/^must be a SID/) as string,
      },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('WS1"');
  });

  it('names what is wrong in the routing table, but not what stands there', async () => {
    const deployment = new Deployment();
    deployment.table = JSON.stringify({ addresses: 'sekret' });
    expect(failuresOf(await deployment.callBackend(HEALTH))).toEqual([
      { name: 'routing.private.json', ok: false, problem: 'at "addresses": must be Object' },
    ]);
    expect(JSON.stringify(deployment.logs)).not.toContain('sekret');
  });

  it('tells what could not be asked for from what Twilio refuses', async () => {
    const deployment = new Deployment();
    deployment.twilio.faults.add({ operation: 'FetchWorkspace', kind: 'status', status: 503 });
    const checking = deployment.callBackend(HEALTH);
    await deployment.settle(20_000);
    const answer = await checking;
    expect(answer.status).toBe(503);
    expect(failuresOf(answer)).toEqual([
      { name: 'TASKROUTER_WORKSPACE_SID', ok: false, problem: 'could not be asked for' },
    ]);
  });

  it("tells a refusal of something between us and Twilio by its status, for it has no code of Twilio's", async () => {
    const transport = () => Promise.resolve({ status: 403, headers: {}, body: '<html>' });
    const answer = await callWith({ transport });
    expect(failuresOf(answer).map(({ problem }) => problem)).toContain('Twilio refuses it (403)');
  });

  it('is a 500 if a defect keeps it from its work, as elsewhere', async () => {
    const answer = await callWith({
      openAsset: () => {
        throw new TypeError('the runtime is broken');
      },
    });
    expect(answer).toMatchObject({ status: 500, log: { level: 'error', error: 'TypeError' } });
  });

  it.each<Record<string, string>>([{}, { SYNC_SERVICE_SID: 'wrong' }, { BACKEND_API_KEY: '' }])(
    'tells nobody without the key anything, if the settings are %j',
    async (settings) => {
      const deployment = new Deployment({ settings });
      expect(await deployment.call(HEALTH, {})).toMatchObject({
        status: 401,
        body: {
          code: 'token_missing',
          message: 'Send the key as `Authorization: Bearer`.',
          requestId: 'invocation-1',
        },
        log: { level: 'info', outcome: 'token_missing', calls: 0 },
      });
      const { status, body } = await deployment.callBackend(HEALTH, {}, 'wrong');
      expect([status, body]).toEqual([
        401,
        {
          code: 'token_invalid',
          message: 'This key is not the one that is set as BACKEND_API_KEY.',
          requestId: 'invocation-2',
        },
      ]);
    },
  );
});
