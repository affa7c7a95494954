import type { Agent } from '../../../simulator/people/agent';
import type { EndpointAnswer } from '../../support/deployment';
import { EVERY_HANDLE } from '../../support/handles';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { agentsIn, liveTasks, taskOf, teamWithCustomer } from '../../support/team';
import { INVITE, refusal } from './invites';

const TRANSFER = '/agent/transfer';
const MINUTE_MS = 60_000;
const requestId = 'click-1';

function asks(agent: Agent, url: string, parameters: object, { deployment }: Team): Promise<EndpointAnswer> {
  return settled(deployment, deployment.callAgent(agent, url, parameters));
}

/** Ada has asked for Grace by a `requestId`, and Grace is in. */
async function graceIsIn(url: string, parametersOf: (team: Team) => object = ({ taskSid }) => ({ taskSid })) {
  const team = await teamWithCustomer();
  const { deployment, ada, grace } = team;
  const mode = url === TRANSFER ? { mode: 'cold' } : {};
  const request = { ...parametersOf(team), workerSid: grace.sid, ...mode, requestId };
  const first = await asks(ada, url, request, team);
  expect(first.status).toBe(201);
  grace.accept();
  await deployment.settle();
  return { ...team, request, first, isIn: agentsIn(team) };
}

/** The token of an agent, whose day is over, is issued anew. */
function signInAgain({ deployment }: Team, agent: Agent): void {
  deployment.twilio.tokens.issue(agent.token, {
    identity: agent.identity,
    roles: ['agent'],
    workerSid: agent.sid,
    expiresAtMs: deployment.clock.now() + 60 * MINUTE_MS,
  });
}

describe('a request that has led to somebody being in is answered the same again', () => {
  describe.each([INVITE, TRANSFER])('%s', (url) => {
    it.each(EVERY_HANDLE)('by %s', async (_, handleOf) => {
      const team = await graceIsIn(url, handleOf);
      const again = await asks(team.ada, url, team.request, team);
      expect(again).toMatchObject({ status: 201, body: team.first.body });
      expect(agentsIn(team)).toEqual(team.isIn);
      expect(liveTasks(team)).toHaveLength(team.isIn.length);
    });
  });

  it('whoever else was invited before', async () => {
    const team = await teamWithCustomer();
    const { ada, grace, taskSid, deployment } = team;
    const queueSid = deployment.account.everyone.sid;
    await asks(ada, INVITE, { taskSid, queueSid, requestId: 'another' }, team);
    const request = { taskSid, workerSid: grace.sid, requestId };
    const first = await asks(ada, INVITE, request, team);
    grace.accept();
    await deployment.settle();
    expect(await asks(ada, INVITE, request, team)).toMatchObject({ status: 201, body: first.body });
  });

  it('also without a requestId, as long as the Invite waits: a double click', async () => {
    const team = await teamWithCustomer();
    const { ada, grace, conversationSid } = team;
    const request = { conversationSid, workerSid: grace.sid };
    const first = await asks(ada, INVITE, request, team);
    expect(first.status).toBe(201);
    expect(await asks(ada, INVITE, request, team)).toMatchObject({ status: 201, body: first.body });
  });

  it('also when the task is gone by which whoever transferred named the Interaction', async () => {
    const team = await graceIsIn(TRANSFER);
    await team.deployment.settle(60 * MINUTE_MS);
    expect(() => taskOf(team, team.taskSid)).toThrow();
    expect(await asks(team.ada, TRANSFER, team.request, team)).toMatchObject({
      status: 201,
      body: team.first.body,
    });
  });

  it('also when whoever was invited has handed the customer on', async () => {
    const team = await graceIsIn(TRANSFER, ({ conversationSid }) => ({ conversationSid }));
    const { deployment, conversationSid, ada, grace, joan } = team;
    const onward = { conversationSid, workerSid: joan.sid, mode: 'cold', requestId };
    expect((await asks(grace, TRANSFER, onward, team)).status).toBe(201);
    joan.accept();
    await deployment.settle(60 * MINUTE_MS);
    expect(agentsIn(team)).toEqual([joan.identity]);
    const again = await asks(ada, TRANSFER, team.request, team);
    expect(again).toMatchObject({ status: 201, body: { inviteSid: team.first.body.inviteSid } });
    expect(agentsIn(team)).toEqual([joan.identity]);
  });
});

describe('a request that has led to somebody being in is refused', () => {
  it.each([INVITE, TRANSFER])('with other parameters: %s', async (url) => {
    const team = await graceIsIn(url);
    const answer = await asks(team.ada, url, { ...team.request, priority: 9 }, team);
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({ ...refusal('request_id_reused'), requestId });
  });

  it('to an agent who did not ask for it, whatever they call theirs', async () => {
    const team = await graceIsIn(INVITE);
    const answer = await asks(team.joan, INVITE, team.request, team);
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({ ...refusal('not_your_interaction'), requestId });
    expect(agentsIn(team)).toEqual(team.isIn);
  });

  it('without a requestId, which says that it is asked anew', async () => {
    const team = await graceIsIn(INVITE);
    const answer = await asks(team.ada, INVITE, { ...team.request, requestId: undefined }, team);
    expect(answer.body).toEqual(refusal('already_in', { workerSid: team.grace.sid }));
  });

  it('after a day, as if it came for the first time', async () => {
    const team = await graceIsIn(INVITE, ({ conversationSid }) => ({ conversationSid }));
    const { deployment, ada, request, first } = team;
    await deployment.settle(24 * 60 * MINUTE_MS - 5_000);
    signInAgain(team, ada);
    expect((await asks(ada, INVITE, request, team)).body).toEqual(first.body);
    await deployment.settle(5_000);
    expect((await asks(ada, INVITE, request, team)).body).toEqual({
      ...refusal('not_your_interaction'),
      requestId,
    });
  });
});

describe('a request that has led to nothing', () => {
  it('is refused as ever where nobody was ever invited', async () => {
    const team = await teamWithCustomer();
    const { ada, taskSid } = team;
    const answer = await asks(ada, INVITE, { taskSid, workerSid: ada.sid, requestId }, team);
    expect(answer).toMatchObject({ status: 409, body: { code: 'already_in' } });
  });
});
