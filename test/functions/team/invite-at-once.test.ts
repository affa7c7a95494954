import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { liveTasks, teamWithCustomer } from '../../support/team';
import { INVITE, invited, refusal } from './invites';

const SEND = /^POST .*\/Invites$/;

/** The first Invite reaches Twilio late. */
async function withLateInvite(delayMs: number): Promise<Team> {
  const team = await teamWithCustomer({ latencyMs: 20 });
  const { faults } = team.deployment.twilio;
  faults.add({ operation: 'CreateInteractionChannelInvite', kind: 'late', delayMs, times: 1 });
  return team;
}

function atOnce(team: Team, ...requests: (readonly ['ada' | 'boss', object])[]) {
  const { deployment, taskSid } = team;
  const answers = requests.map(([name, parameters]) =>
    deployment.callAgent(team[name], INVITE, { taskSid, ...parameters }),
  );
  return settled(deployment, Promise.all(answers));
}

describe('of two requests at once', () => {
  it('which are the same, the second waits for the Invite of the first', async () => {
    const team = await withLateInvite(2_000);
    const request = ['ada', { workerSid: team.grace.sid, requestId: 'click-1' }] as const;
    const [first, second] = await atOnce(team, request, request);
    expect(first?.status).toBe(201);
    expect(second).toMatchObject({ status: 201, body: first?.body });
    expect(team.deployment.countCalls(SEND)).toBe(1);
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('which are the same, the second tells to try again if the first takes too long', async () => {
    const team = await withLateInvite(7_500);
    const request = ['ada', { workerSid: team.grace.sid, requestId: 'click-1' }] as const;
    const [first, second] = await atOnce(team, request, request);
    expect(first?.status).toBe(201);
    expect(second).toMatchObject({ status: 503, log: { reason: 'unavailable' } });
    expect(second?.body).toEqual(refusal('upstream_unavailable'));
    expect(await invited(team, request[1])).toMatchObject({ status: 201, body: first?.body });
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('for the same colleague, one is refused before the other is sent', async () => {
    const team = await withLateInvite(2_000);
    const { grace } = team;
    const answers = await atOnce(team, ['ada', { workerSid: grace.sid }], ['boss', { workerSid: grace.sid }]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toEqual(refusal('already_invited'));
    expect(team.deployment.countCalls(SEND)).toBe(1);
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('for two colleagues, both are sent', async () => {
    const team = await withLateInvite(2_000);
    const { grace, joan } = team;
    const answers = await atOnce(team, ['ada', { workerSid: grace.sid }], ['boss', { workerSid: joan.sid }]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(liveTasks(team)).toHaveLength(3);
  });
});

describe('another request for the same colleague is sent', () => {
  it('seconds after the first has ended', async () => {
    const team = await teamWithCustomer();
    const { grace, deployment } = team;
    await invited(team, { workerSid: grace.sid, timeoutSeconds: 1, requestId: 'click-1' });
    grace.setActivity('Break');
    await deployment.settle(5_000);
    expect(liveTasks(team)).toHaveLength(1);
    const answer = await invited(team, { workerSid: grace.sid, requestId: 'click-2' });
    expect(answer.status).toBe(201);
  });

  it('once the first, of whose fate nobody knows, can no longer be under way', async () => {
    const team = await teamWithCustomer();
    const { grace, deployment } = team;
    const { faults } = deployment.twilio;
    faults.add({ operation: 'CreateInteractionChannelInvite', kind: 'reset-before', times: 1 });
    const [first, second] = [1, 2].map((click) => ({ workerSid: grace.sid, requestId: `click-${click}` }));
    expect((await invited(team, first ?? {})).status).toBe(503);
    const early = await invited(team, second ?? {});
    expect(early.status).toBe(409);
    expect(early.body).toEqual(refusal('already_invited'));
    await deployment.settle(10_000);
    expect((await invited(team, second ?? {})).status).toBe(201);
    expect(liveTasks(team)).toHaveLength(2);
  });
});

describe('the same request again', () => {
  it.each([['click-1'], ['click-2']])(
    'gets what it led to, whichever of two it is: %s',
    async (requestId) => {
      const team = await teamWithCustomer();
      const requests = [
        { workerSid: team.grace.sid, requestId: 'click-1' },
        { workerSid: team.joan.sid, requestId: 'click-2' },
      ];
      const bodies = [];
      for (const request of requests) bodies.push((await invited(team, request)).body);
      const index = requests.findIndex((request) => request.requestId === requestId);
      const again = await invited(team, requests[index] ?? {});
      expect(again).toMatchObject({ status: 201, body: bodies[index] });
      expect(liveTasks(team)).toHaveLength(3);
    },
  );
});
