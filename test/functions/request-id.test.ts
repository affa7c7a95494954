import { DOMAIN, Deployment } from '../support/deployment';

const REQUEST_ID = 'button-1';
const KEY = { headers: { authorization: 'Bearer wrong' } };

describe("an error has the caller's requestId", () => {
  it.each([
    ['whose input is wrong', '/agent/click-to-sms', {}, 400],
    ['who may not in', '/agent/park', { Token: 'nobody' }, 401],
    ['of the back end who may not in', '/backend/interactions', { request: KEY }, 401],
    ['who asks for the health and may not', '/backend/health', { request: KEY }, 401],
  ])('%s', async (_, url, parameters, status) => {
    const deployment = new Deployment();
    const [ada] = deployment.account.agents;
    const answer = await deployment.callAgent(ada, url, { requestId: REQUEST_ID, ...parameters });
    expect(answer).toMatchObject({ status, body: { requestId: REQUEST_ID }, log: { requestId: REQUEST_ID } });
  });

  it.each(['/agent/click-to-sms', '/backend/sweep'])(
    'of %s if the deployment itself is wrong',
    async (url) => {
      const deployment = new Deployment({ settings: { TASKROUTER_WORKFLOW_SID: 'none' } });
      const answer = await deployment.call(url, { requestId: REQUEST_ID });
      expect(answer).toMatchObject({
        status: 500,
        body: { code: 'internal_error', requestId: REQUEST_ID },
        log: { requestId: REQUEST_ID, setting: 'TASKROUTER_WORKFLOW_SID' },
      });
    },
  );

  it.each([[undefined], [''], [`https://${DOMAIN}/<script>`], [['a', 'b']], [{ a: 1 }]])(
    'or ours where the caller gives none that may be repeated: %j',
    async (requestId) => {
      const { body, log } = await new Deployment().call('/agent/park', { requestId });
      expect(body.requestId).toMatch(/^invocation-/);
      expect(log.requestId).toBe(body.requestId);
    },
  );
});
