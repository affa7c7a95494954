import { DocumentedAnswers } from '../../support/documented-answers';
import { EVERY_HANDLE } from '../../support/handles';
import type { Team } from '../../support/team';
import { agentsIn, attributesOf, liveTasks, taskOf, teamWithCustomer } from '../../support/team';

const TRANSFER = '/agent/transfer';
const TASKROUTER = '/webhooks/taskrouter';

function transfer({ deployment, ada, taskSid }: Team, mode: string, parameters: object) {
  return deployment.callAgent(ada, TRANSFER, { taskSid, mode, ...parameters });
}

function taskRouterLines({ deployment }: Team) {
  return deployment.logs.filter(({ url }) => url === TASKROUTER);
}

/** The newest event of a type that TaskRouter told. */
function lastEvent({ deployment }: Team, type: string): object {
  const found = deployment.deliveries.findLast(({ title }) => title === type);
  return found?.detail.parameters as object;
}

function statusOf({ deployment }: Team, taskSid: string): string | undefined {
  return deployment.twilio.workspace.tasks.get(taskSid)?.entity.assignment_status;
}

describe('a cold transfer', () => {
  it.each(EVERY_HANDLE)('by %s: the first agent leaves when the other has joined', async (_, handleOf) => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    const parameters = { ...handleOf(team), workerSid: grace.sid, mode: 'cold' };
    const answer = await deployment.callAgent(ada, TRANSFER, parameters);
    expect(answer).toMatchObject({ status: 201, calls: 5 });
    expect(Object.keys(answer.body).sort()).toEqual(['inviteSid', 'taskSid']);
    await deployment.settle(20_000);
    expect(agentsIn(team)).toEqual([ada.identity]);
    grace.accept();
    await deployment.settle();
    expect(agentsIn(team)).toEqual([grace.identity]);
    expect(statusOf(team, team.taskSid)).toBe('completed');
    expect(liveTasks(team).map(({ entity }) => entity.sid)).toEqual([answer.body.taskSid]);
    expect(deployment.recordOf(team.conversationSid)).toMatchObject({
      state: 'routed',
      taskSid: answer.body.taskSid,
    });
  });

  it('costs two REST calls more when somebody accepts', async () => {
    const team = await teamWithCustomer();
    await transfer(team, 'cold', { workerSid: team.grace.sid });
    team.grace.accept();
    await team.deployment.settle();
    expect(taskRouterLines(team).at(-1)).toMatchObject({
      event: 'reservation.accepted',
      outcome: 'transferred',
      calls: 2,
    });
  });

  it('costs nothing when others accept what is no cold transfer', async () => {
    const team = await teamWithCustomer();
    await transfer(team, 'warm', { workerSid: team.grace.sid });
    team.grace.accept();
    await team.deployment.settle();
    expect(taskRouterLines(team)).toMatchObject([
      { event: 'uninteresting', calls: 0 },
      { event: 'uninteresting', calls: 0 },
    ]);
  });

  it('to a queue: one who declines undoes nothing, and the next who accepts finishes it', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, joan } = team;
    await transfer(team, 'cold', { queueSid: deployment.account.everyone.sid });
    const [first, second] = grace.reservations.length > 0 ? [grace, joan] : [joan, grace];
    first.reject();
    await deployment.settle();
    expect(agentsIn(team)).toEqual([ada.identity]);
    second.accept();
    await deployment.settle();
    expect(agentsIn(team)).toEqual([second.identity]);
  });

  it('that nobody takes leaves the customer with the first agent, who learns why', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    await transfer(team, 'cold', { workerSid: grace.sid });
    grace.reject();
    await deployment.settle(120_000);
    expect(agentsIn(team)).toEqual([ada.identity]);
    expect(liveTasks(team).map(({ entity }) => entity.sid)).toEqual([team.taskSid]);
    const { body } = await deployment.callAgent(ada, '/agent/interaction', { taskSid: team.taskSid });
    expect(body).toMatchObject({
      pendingInvites: [],
      endedTransfers: [
        {
          to: grace.sid,
          by: ada.sid,
          reason: expect.stringMatching(/^(workflow\.timeout|task\.canceled)$/) as string,
        },
      ],
    });
  });

  it('is shown as pending until then', async () => {
    const team = await teamWithCustomer();
    const { body: sent } = await transfer(team, 'cold', { workerSid: team.grace.sid });
    const { body } = await team.deployment.callAgent(team.ada, '/agent/interaction', {
      taskSid: team.taskSid,
    });
    expect(body.pendingInvites).toEqual([
      { ...sent, status: 'reserved', to: team.grace.sid, transfer: 'cold' },
    ]);
  });

  it('is refused to a known agent without the workflow for transfers, and made to a queue', async () => {
    const team = await teamWithCustomer({ settings: { TRANSFER_WORKFLOW_SID: '' } });
    const refused = await transfer(team, 'cold', { workerSid: team.grace.sid });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(refused.body.details).toEqual({
      fields: { workerSid: expect.stringMatching(/TRANSFER_WORKFLOW_SID/) as string },
    });
    expect(liveTasks(team)).toHaveLength(1);
    const { everyone } = team.deployment.account;
    expect((await transfer(team, 'cold', { queueSid: everyone.sid })).status).toBe(201);
    expect((await transfer(team, 'warm', { workerSid: team.grace.sid })).status).toBe(201);
  });

  it('waits until whoever accepted is really in the Conversation', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    const { body } = await transfer(team, 'cold', { workerSid: grace.sid });
    const conversation = deployment.twilio.conversations.find(team.conversationSid);
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    grace.accept();
    await deployment.settle(0);
    const event = lastEvent(team, 'reservation.accepted');
    const joined = [...(conversation?.participants.entries() ?? [])].find(
      ([, { identity }]) => identity === grace.identity,
    );
    if (!conversation || !joined) throw new Error('Grace is not in');
    conversation.participants.delete(joined[0]);
    const early = deployment.call(TASKROUTER, event);
    await deployment.settle(10_000);
    expect(await early).toMatchObject({ status: 503 });
    expect(statusOf(team, team.taskSid)).toBe('assigned');
    expect(agentsIn(team)).toEqual([ada.identity]);
    conversation.participants.set(joined[0], joined[1]);
    expect(await deployment.call(TASKROUTER, event)).toMatchObject({ status: 204 });
    expect(agentsIn(team)).toEqual([grace.identity]);
    expect(statusOf(team, String(body.taskSid))).toBe('assigned');
  });

  it('takes nobody out when its event comes late, and whoever accepted has left since', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    await transfer(team, 'cold', { workerSid: grace.sid });
    grace.accept();
    await deployment.settle(0);
    const event = lastEvent(team, 'reservation.accepted');
    grace.complete();
    const late = deployment.call(TASKROUTER, event);
    await deployment.settle(10_000);
    expect(await late).toMatchObject({ status: 204, log: { outcome: 'ignored', reason: 'late' } });
    expect(agentsIn(team)).toEqual([ada.identity]);
  });

  it('is finished once by the event and its repetitions', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace } = team;
    deployment.twilio.latencyMs = 20;
    deployment.twilio.world.deliveries.weather = { copies: () => [0, 5, 3_000] };
    const sent = transfer(team, 'cold', { workerSid: grace.sid });
    await deployment.settle();
    await sent;
    grace.accept();
    await deployment.settle(10_000);
    expect(agentsIn(team)).toEqual([grace.identity]);
    const outcomes = taskRouterLines(team)
      .filter(({ event }) => event === 'reservation.accepted')
      .map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'transferred')).toHaveLength(1);
    expect(outcomes).toHaveLength(3);
  });

  it('whose removal fails is never reported as done, and is finished by the repetition', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    await transfer(team, 'cold', { workerSid: grace.sid });
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const heal = deployment.twilio.faults.add({
      operation: 'UpdateInteractionChannelParticipant',
      kind: 'status',
      status: 400,
      code: 45363,
    });
    grace.accept();
    await deployment.settle(0);
    const event = lastEvent(team, 'reservation.accepted');
    expect(await deployment.call(TASKROUTER, event)).toMatchObject({ status: 503, log: { level: 'error' } });
    expect(agentsIn(team)).toEqual([ada.identity, grace.identity]);
    heal();
    await deployment.call(TASKROUTER, event);
    expect(agentsIn(team)).toEqual([grace.identity]);
  });

  it.each([
    ['webhooks', {}],
    ['Event Streams alone', { withTaskEvents: false, withEventStreams: true }],
  ])('is finished by %s', async (_, options) => {
    const team = await teamWithCustomer(options);
    await transfer(team, 'cold', { workerSid: team.grace.sid });
    team.grace.accept();
    await team.deployment.settle(10_000);
    expect(agentsIn(team)).toEqual([team.grace.identity]);
  });

  it('whose event is lost is found by the sweep, and finished only when that is asked for', async () => {
    const team = await teamWithCustomer({ settings: { SWEEP_SINCE: '2026-01-05' } });
    const { deployment, ada, grace } = team;
    await transfer(team, 'cold', { workerSid: grace.sid });
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    grace.accept();
    await deployment.settle(120_000);
    const report = await deployment.callBackend('/backend/sweep');
    expect(report.body).toMatchObject({
      suspects: 1,
      repaired: 0,
      conversations: [{ conversationSid: team.conversationSid, reason: 'transfer_unfinished' }],
    });
    expect(new DocumentedAnswers().findProblem('/backend/sweep', report)).toBe('');
    expect(agentsIn(team)).toEqual([ada.identity, grace.identity]);
    const repaired = await deployment.callBackend('/backend/sweep', { apply: 'true' });
    expect(repaired.body).toMatchObject({ suspects: 1, repaired: 1, failed: 0 });
    expect(agentsIn(team)).toEqual([grace.identity]);
  });

  it("by a supervisor who is not in it takes nobody's place", async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, boss, grace } = team;
    const parameters = { taskSid: team.taskSid, workerSid: grace.sid, mode: 'cold' };
    expect((await deployment.callAgent(boss, TRANSFER, parameters)).status).toBe(201);
    grace.accept();
    await deployment.settle();
    expect(agentsIn(team)).toEqual([ada.identity, grace.identity]);
  });
});

describe('a warm transfer', () => {
  it('leaves both agents in', async () => {
    const team = await teamWithCustomer();
    const { body } = await transfer(team, 'warm', { workerSid: team.grace.sid });
    expect(attributesOf(taskOf(team, body.taskSid))).toMatchObject({ transfer: { mode: 'warm' } });
    team.grace.accept();
    await team.deployment.settle();
    expect(agentsIn(team)).toEqual([team.ada.identity, team.grace.identity]);
  });
});

describe('a transfer is refused', () => {
  it.each([[undefined], ['hot'], [['cold']]])('with mode %p', async (mode) => {
    const team = await teamWithCustomer();
    const answer = await team.deployment.callAgent(team.ada, TRANSFER, {
      taskSid: team.taskSid,
      workerSid: team.grace.sid,
      ...(mode === undefined ? {} : { mode }),
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(Object.keys((answer.body.details as { fields: object }).fields)).toEqual(['mode']);
  });

  it('as an Invite by the same requestId', async () => {
    const team = await teamWithCustomer();
    const parameters = { taskSid: team.taskSid, workerSid: team.grace.sid, requestId: 'click-1' };
    await team.deployment.callAgent(team.ada, '/agent/invite', parameters);
    const answer = await transfer(team, 'warm', parameters);
    expect(answer).toMatchObject({ status: 409, body: { code: 'request_id_reused' } });
  });

  it('for an agent who does not take part', async () => {
    const team = await teamWithCustomer();
    const parameters = { taskSid: team.taskSid, workerSid: team.joan.sid, mode: 'cold' };
    const answer = await team.deployment.callAgent(team.grace, TRANSFER, parameters);
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_your_interaction' } });
  });

  it('the second time within a double click there is one Invite', async () => {
    const team = await teamWithCustomer();
    team.deployment.twilio.latencyMs = 20;
    const both = Promise.all([1, 2].map(() => transfer(team, 'cold', { workerSid: team.grace.sid })));
    await team.deployment.settle(3_000);
    const [first, second] = await both;
    expect(second?.body).toEqual(first?.body);
    expect(liveTasks(team)).toHaveLength(2);
  });
});
