import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { teamWithCustomer } from '../../support/team';

const MISSING = {
  status: 401,
  code: 'token_missing',
  message: 'Send the Flex token as `Token` in the form, or as a bearer token.',
  calls: 0,
};

async function refusalOf({ deployment }: Team, url: string, event: object) {
  const { status, body, calls } = await settled(deployment, deployment.call(url, event));
  return { status, code: body.code, message: body.message, calls };
}

describe('whoever presses a button in Flex', () => {
  it.each([
    ['none', {}],
    ['an empty one', { Token: '' }],
    ['several', { Token: ['a', 'b'] }],
    ['an empty bearer token', { request: { headers: { authorization: 'Bearer ' }, cookies: {} } }],
  ])('sends a token; %s is none', async (_, event) => {
    expect(await refusalOf(await teamWithCustomer(), '/agent/parked', event)).toEqual(MISSING);
  });

  it.each([
    ['token_invalid', 401, 'The Flex token is not valid, or has expired. Log in again.'],
    ['not_an_agent', 403, 'This Flex user is not an agent.'],
  ])('is told what to do when refused as %s', async (code, status, message) => {
    const team = await teamWithCustomer();
    const { twilio } = team.deployment;
    twilio.tokens.issue('guest', {
      identity: 'guest',
      roles: ['guest'],
      expiresAtMs: twilio.clock.now() + 60_000,
    });
    const Token = code === 'not_an_agent' ? 'guest' : 'wrong';
    expect(await refusalOf(team, '/agent/parked', { Token })).toEqual({ status, code, message, calls: 1 });
  });

  it.each([{}, { Token: '' }, { Token: null }])(
    'may be a server that sends a bearer token beside %j',
    async (form) => {
      const { deployment, ada } = await teamWithCustomer();
      const request = { headers: { authorization: `Bearer ${ada.token}` }, cookies: {} };
      const { status, log } = await deployment.call('/agent/parked', { request, ...form });
      expect([status, log.workerSid]).toEqual([200, ada.sid]);
    },
  );

  it('is logged by their worker', async () => {
    const { deployment, ada } = await teamWithCustomer();
    const { log } = await deployment.callAgent(ada, '/agent/parked');
    expect(log).toMatchObject({ workerSid: ada.sid, outcome: 'done' });
  });

  it('is asked about again if the connection to the token service breaks', async () => {
    const { deployment, ada } = await teamWithCustomer();
    deployment.twilio.faults.add({ operation: 'ValidateFlexToken', kind: 'reset-after', times: 1 });
    const listed = deployment.callAgent(ada, '/agent/parked');
    expect(await settled(deployment, listed)).toMatchObject({ status: 200, calls: 3, tookMs: 60 });
  });

  it('is not let in while the token service hangs, three times for two seconds', async () => {
    const { deployment, ada } = await teamWithCustomer();
    deployment.twilio.faults.add({ operation: 'ValidateFlexToken', kind: 'never-before' });
    const listed = deployment.callAgent(ada, '/agent/parked');
    expect(await settled(deployment, listed)).toMatchObject({
      status: 503,
      body: { code: 'upstream_unavailable' },
      calls: 3,
      tookMs: 6_180,
    });
  });

  it('is not let in by an answer that is none', async () => {
    const { deployment, ada } = await teamWithCustomer();
    const { twilio } = deployment;
    const answer = twilio.request.bind(twilio);
    twilio.request = (request) =>
      request.host === 'iam.twilio.com'
        ? Promise.resolve({ status: 200, headers: {}, body: '{"valid":"yes"}' })
        : answer(request);
    expect(await deployment.callAgent(ada, '/agent/parked')).toMatchObject({
      status: 503,
      log: { reason: 'unavailable', operation: 'POST iam.twilio.com Tokens/validate' },
    });
  });
});

describe('an agent who is refused is told what to do', () => {
  it.each([
    [
      'not_your_interaction',
      'Other agents serve this Interaction. Ask one of them to invite you.',
      ({ joan, taskSid }: Team) => ({ url: '/agent/close', agent: joan, handle: { taskSid } }),
    ],
    [
      'interaction_not_found',
      'There is no such Interaction, or it is over.',
      ({ ada }: Team) => ({ url: '/agent/close', agent: ada, handle: { taskSid: `WT${'1'.repeat(32)}` } }),
    ],
    [
      'last_agent',
      'Nobody else is with the customer. Park or transfer it, or leave with `ifLast` set to `close`.',
      ({ ada, taskSid }: Team) => ({ url: '/agent/leave', agent: ada, handle: { taskSid } }),
    ],
    [
      'already_in',
      'Another agent is in this Interaction too. Leave it to them.',
      ({ ada, taskSid }: Team) => ({ url: '/agent/park', agent: ada, handle: { taskSid } }),
    ],
  ])('as %s', async (code, message, attemptOf) => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, taskSid } = team;
    if (code === 'already_in') {
      await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
      grace.accept();
      await deployment.settle();
    }
    const { url, agent, handle } = attemptOf(team);
    const { body } = await deployment.callAgent(agent, url, handle);
    expect(body).toMatchObject({ code, message });
  });
});
