import { EVERY_HANDLE } from '../../support/handles';
import type { Team } from '../../support/team';
import { agentsIn, liveTasks, teamWithCustomer, teamWithGrace } from '../../support/team';

const LEAVE = '/agent/leave';
const CLOSE = '/agent/close';

function stateOf({ deployment, conversationSid }: Team): string | undefined {
  return deployment.twilio.conversations.find(conversationSid)?.entity.state;
}

describe('an agent leaves', () => {
  it.each(EVERY_HANDLE)('by %s: the other goes on', async (_, handleOf) => {
    const team = await teamWithGrace();
    const answer = await team.deployment.callAgent(team.ada, LEAVE, handleOf(team));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'left' } });
    await team.deployment.settle();
    expect(agentsIn(team)).toEqual([team.grace.identity]);
    expect(stateOf(team)).toBe('active');
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('once: the second time they have left already', async () => {
    const team = await teamWithGrace();
    const { deployment, ada, taskSid } = team;
    await deployment.callAgent(ada, LEAVE, { taskSid });
    await deployment.settle();
    expect(await deployment.callAgent(ada, LEAVE, { taskSid })).toMatchObject({
      status: 200,
      body: { outcome: 'already_left' },
    });
  });

  it('while a colleague who was invited has not answered yet', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, taskSid } = team;
    await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
    expect(await deployment.callAgent(ada, LEAVE, { taskSid })).toMatchObject({ body: { outcome: 'left' } });
    await deployment.settle();
    expect(liveTasks(team)).toHaveLength(1);
  });

  it.each([{}, { ifLast: 'refuse' }])('but not as the last (%p)', async (parameters) => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    const answer = await deployment.callAgent(ada, LEAVE, { taskSid, ...parameters });
    expect(answer).toMatchObject({ status: 409, body: { code: 'last_agent' } });
    expect(agentsIn(team)).toEqual([ada.identity]);
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('as the last by closing it', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    const answer = await deployment.callAgent(ada, LEAVE, { taskSid, ifLast: 'close' });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'closed' } });
    expect(stateOf(team)).toBe('closed');
    expect(liveTasks(team)).toHaveLength(0);
  });

  it('with ifLast=close and a colleague there, who goes on', async () => {
    const team = await teamWithGrace();
    const { deployment, ada, taskSid } = team;
    const answer = await deployment.callAgent(ada, LEAVE, { taskSid, ifLast: 'close' });
    expect(answer.body).toEqual({ outcome: 'left' });
    expect(stateOf(team)).toBe('active');
  });

  it.each([
    ['refuse', ['last_agent', 'left']],
    ['close', ['closed', 'left']],
  ])('at the same time as the other: the customer is never alone (%s)', async (ifLast, expected) => {
    const team = await teamWithGrace();
    const { deployment, ada, grace } = team;
    deployment.twilio.latencyMs = 30;
    const both = Promise.all([
      deployment.callAgent(ada, LEAVE, { taskSid: team.taskSid, ifLast }),
      deployment.callAgent(grace, LEAVE, { taskSid: team.graceTaskSid, ifLast }),
    ]);
    await deployment.settle(9_000);
    const outcomes = (await both).map(({ body }) => body.outcome ?? body.code);
    expect(outcomes.sort()).toEqual(expected);
    expect(agentsIn(team)).toHaveLength(ifLast === 'close' ? 0 : 1);
    expect(stateOf(team)).toBe(ifLast === 'close' ? 'closed' : 'active');
  });

  it('of an email with several recipients: they are one customer, and it is still closed', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    for (const name of ['b', 'c']) {
      const mediaProperties = { type: 'email', level: 'cc', name, address: `${name}@example.com` };
      await deployment.callAgent(ada, '/agent/participants/add', {
        taskSid,
        type: 'customer',
        mediaProperties,
      });
    }
    expect((await deployment.callAgent(ada, LEAVE, { taskSid })).body.code).toBe('last_agent');
    const answer = await deployment.callAgent(ada, LEAVE, { taskSid, ifLast: 'close' });
    expect(answer.body).toEqual({ outcome: 'closed' });
    expect(stateOf(team)).toBe('closed');
  });

  it('not right after taking a cold transfer, while the one who transferred is on the way out', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, taskSid } = team;
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    await deployment.callAgent(ada, '/agent/transfer', { taskSid, workerSid: grace.sid, mode: 'cold' });
    grace.accept();
    await deployment.settle();
    const handle = { taskSid: grace.reservations[0]?.task_sid };
    expect((await deployment.callAgent(grace, LEAVE, handle)).body.code).toBe('last_agent');
  });

  it('only with a part in it', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, boss, taskSid } = team;
    expect((await deployment.callAgent(grace, LEAVE, { taskSid })).body.code).toBe('not_your_interaction');
    expect((await deployment.callAgent(boss, LEAVE, { taskSid })).body).toEqual({ outcome: 'already_left' });
    expect(agentsIn(team)).toEqual([team.ada.identity]);
  });

  it('and is told if Twilio refuses it, and still there', async () => {
    const team = await teamWithGrace();
    const { deployment, ada, taskSid } = team;
    deployment.twilio.faults.add({
      operation: 'UpdateInteractionChannelParticipant',
      kind: 'status',
      status: 400,
    });
    expect(await deployment.callAgent(ada, LEAVE, { taskSid })).toMatchObject({ status: 503 });
    expect(agentsIn(team)).toHaveLength(2);
    deployment.twilio.faults.clear();
    expect((await deployment.callAgent(ada, LEAVE, { taskSid })).body).toEqual({ outcome: 'left' });
  });
});

describe('an agent closes', () => {
  it.each(EVERY_HANDLE)('by %s: channel, tasks, Conversation and record', async (_, handleOf) => {
    const team = await teamWithGrace();
    const { deployment, ada, interaction, conversationSid } = team;
    const answer = await deployment.callAgent(ada, CLOSE, handleOf(team));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'closed' } });
    expect(interaction.channel.status).toBe('closed');
    expect(liveTasks(team)).toHaveLength(0);
    expect(stateOf(team)).toBe('closed');
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
  });

  it('again, and it is closed already, also when its tasks are gone', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid, conversationSid } = team;
    await deployment.callAgent(ada, CLOSE, { taskSid });
    const again = await deployment.callAgent(ada, CLOSE, { taskSid });
    expect(again).toMatchObject({ status: 200, body: { outcome: 'already_closed' } });
    await deployment.settle(600_000);
    const late = await deployment.callAgent(ada, CLOSE, { conversationSid });
    expect(late).toMatchObject({ status: 200, body: { outcome: 'already_closed' } });
    const { sid: channelSid, interaction_sid: interactionSid } = team.interaction.channel;
    const byChannel = await deployment.callAgent(ada, CLOSE, { channelSid, interactionSid });
    expect(byChannel.body).toEqual({ outcome: 'already_closed' });
  });

  it('twice at once', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    deployment.twilio.latencyMs = 20;
    const both = Promise.all([1, 2].map(() => deployment.callAgent(ada, CLOSE, { taskSid })));
    await deployment.settle(5_000);
    expect((await both).map(({ body }) => body.outcome).sort()).toEqual(['already_closed', 'closed']);
  });

  it('a Conversation whose channel could not be set up', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid, interaction } = team;
    interaction.channel.status = 'failed';
    const answer = await deployment.callAgent(ada, CLOSE, { taskSid });
    expect(answer.body).toEqual({ outcome: 'closed' });
    expect(stateOf(team)).toBe('closed');
  });

  it('only with a part in it, or as a supervisor', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, boss, taskSid } = team;
    expect((await deployment.callAgent(grace, CLOSE, { taskSid })).status).toBe(403);
    expect(stateOf(team)).toBe('active');
    expect((await deployment.callAgent(boss, CLOSE, { taskSid })).body).toEqual({ outcome: 'closed' });
  });

  it('what nobody serves, whoever they are', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, taskSid, conversationSid } = team;
    await deployment.callAgent(ada, '/agent/park', { taskSid });
    await deployment.settle();
    expect((await deployment.callAgent(grace, CLOSE, { conversationSid })).body).toEqual({
      outcome: 'closed',
    });
    expect(stateOf(team)).toBe('closed');
  });

  it.each([{ ifLast: 'perhaps' }, { ifLast: ['close'] }])('and knows its parameters: %p', async (wrong) => {
    const team = await teamWithCustomer();
    const answer = await team.deployment.callAgent(team.ada, LEAVE, { taskSid: team.taskSid, ...wrong });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(Object.keys((answer.body.details as { fields: object }).fields)).toEqual(['ifLast']);
  });
});
