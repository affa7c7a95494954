import { EVERY_HANDLE } from '../../support/handles';
import { settled } from '../../support/settled';
import { liveTasks, teamWithCustomer } from '../../support/team';
import { INVITE, invited, refusal } from './invites';

describe('an Invite is refused, and it is told why:', () => {
  it('the colleague takes part already', async () => {
    const team = await teamWithCustomer();
    const answer = await invited(team, { workerSid: team.ada.sid });
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual(refusal('already_in', { workerSid: team.ada.sid }));
  });

  it.each([
    ['taskSid', 6],
    ['interactionSid with channelSid', 3],
    ['conversationSid', 3],
  ])('an Invite is waiting already, which costs by %s %d REST calls', async (handle, calls) => {
    const team = await teamWithCustomer();
    const { body } = await invited(team, { workerSid: team.grace.sid });
    const [, handleOf] = EVERY_HANDLE.find(([name]) => name === handle) ?? [];
    const request = { taskSid: undefined, ...handleOf?.(team), workerSid: team.grace.sid, priority: 1 };
    const answer = await invited(team, request);
    expect(answer).toMatchObject({ status: 409, calls });
    expect(answer.body).toEqual(refusal('already_invited', body));
  });

  it.each([
    ['no target', {}, /^is required/],
    [
      'two targets',
      { workerSid: `WK${'1'.repeat(32)}`, queueSid: `WQ${'1'.repeat(32)}` },
      /^must stand alone/,
    ],
  ])('it has %s', async (_, parameters, problem) => {
    const team = await teamWithCustomer();
    const answer = await invited(team, parameters);
    expect(answer.status).toBe(400);
    expect(answer.body.details).toEqual({ fields: { workerSid: expect.stringMatching(problem) as string } });
  });

  it.each([
    ['a wrong number as well, and both are told', { priority: -1 }, ['priority', 'workerSid']],
    ['attributes that cannot be read, which is told first', { attributes: '[]' }, ['attributes']],
  ])('it has no target and %s', async (_, parameters, fields) => {
    const team = await teamWithCustomer();
    const answer = await invited(team, parameters);
    expect(answer.status).toBe(400);
    expect(Object.keys((answer.body.details as { fields: object }).fields)).toEqual(fields);
  });
});

describe('an Invite that is waiting', () => {
  it.each(EVERY_HANDLE)('keeps nobody else from being invited, by %s', async (_, handleOf) => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, joan } = team;
    await invited(team, { workerSid: grace.sid });
    const request = { ...handleOf(team), workerSid: joan.sid };
    const answer = await settled(deployment, deployment.callAgent(ada, INVITE, request));
    expect(answer.status).toBe(201);
    expect(liveTasks(team)).toHaveLength(3);
  });

  it.each(EVERY_HANDLE)('is what the same request gets again, by %s', async (_, handleOf) => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    const request = { ...handleOf(team), workerSid: grace.sid, requestId: 'click-1' };
    const first = await deployment.callAgent(ada, INVITE, request);
    const again = await deployment.callAgent(ada, INVITE, request);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('is respected also if it was sent from Flex itself', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    const { body } = await invited(team, { workerSid: grace.sid });
    const task = liveTasks(team).at(-1)?.entity;
    if (!task) throw new Error('Grace was not invited');
    const { requestKey, ...attributes } = JSON.parse(task.attributes) as Record<string, unknown>;
    expect(requestKey).toMatch(/\w/);
    task.attributes = JSON.stringify(attributes);
    const request = { conversationSid: team.conversationSid, workerSid: grace.sid };
    const answer = await deployment.callAgent(ada, INVITE, request);
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual(refusal('already_invited', body));
  });
});
