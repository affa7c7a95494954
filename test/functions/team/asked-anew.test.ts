import type { EndpointAnswer } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { agentsIn, attributesOf, liveTasks, taskOf, teamWithCustomer } from '../../support/team';
import { INVITE, bookOf, refusal } from './invites';

const TRANSFER = '/agent/transfer';
const SEND = /^POST .*\/Invites$/;

/** Ada asks for Grace, without a `requestId` unless one is given. */
function asks(team: Team, url: string, more: object = {}): Promise<EndpointAnswer> {
  const { deployment, ada, grace, conversationSid } = team;
  const mode = url === TRANSFER ? { mode: 'warm' } : {};
  const parameters = { conversationSid, workerSid: grace.sid, ...mode, ...more };
  return settled(deployment, deployment.callAgent(ada, url, parameters));
}

/** How the task of an Invite to Grace ends. */
const ENDS: readonly (readonly [string, (team: Team, taskSid: unknown) => Promise<void>])[] = [
  [
    'is canceled',
    async (team, taskSid) => {
      const { deployment } = team;
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, taskOf(team, taskSid), 'canceled');
      await deployment.settle();
    },
  ],
  [
    'is accepted, and Grace has left',
    async (team, taskSid) => {
      const { deployment, grace } = team;
      grace.accept();
      await deployment.settle();
      expect(agentsIn(team)).toContain(grace.identity);
      await settled(deployment, deployment.callAgent(grace, '/agent/leave', { taskSid }));
      await deployment.settle();
      expect(agentsIn(team)).not.toContain(grace.identity);
    },
  ],
];

async function endedTeam(url: string, end = ENDS[0]?.[1], more: object = {}) {
  const team = await teamWithCustomer();
  const first = await asks(team, url, more);
  expect(first.status).toBe(201);
  await end?.(team, first.body.taskSid);
  expect(liveTasks(team)).toHaveLength(1);
  return { ...team, first };
}

describe.each([INVITE, TRANSFER])('within a minute after its Invite has ended: %s', (url) => {
  it.each(ENDS)('it %s: the same words send another, once', async (_, end) => {
    const team = await endedTeam(url, end);
    const second = await asks(team, url);
    expect(second.status).toBe(201);
    expect(second.body.inviteSid).not.toBe(team.first.body.inviteSid);
    expect(attributesOf(taskOf(team, second.body.taskSid))).toMatchObject({
      transferTargetSid: team.grace.sid,
    });
    expect(await asks(team, url)).toMatchObject({ status: 201, body: second.body });
    expect(liveTasks(team)).toHaveLength(2);
    expect(bookOf(team)).toHaveLength(1);
  });

  it('a requestId gets the old answer', async () => {
    const requestId = 'click-1';
    const team = await endedTeam(url, undefined, { requestId });
    expect(await asks(team, url, { requestId })).toMatchObject({ status: 201, body: team.first.body });
    expect(team.deployment.countCalls(SEND)).toBe(1);
  });
});

describe('an Invite that is sent anew', () => {
  it('is sent once by a double click, and again when it has ended, too', async () => {
    const team = await endedTeam(INVITE);
    for (const count of [2, 3]) {
      const [one, other] = await Promise.all([asks(team, INVITE), asks(team, INVITE)]);
      expect(one).toMatchObject({ status: 201, body: other.body });
      expect(team.deployment.countCalls(SEND)).toBe(count);
      await ENDS[0]?.[1](team, one.body.taskSid);
    }
  });

  it('whose answer got lost is not taken for the one before', async () => {
    const team = await endedTeam(INVITE);
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'CreateInteractionChannelInvite', kind: 'reset-before', times: 1 });
    expect((await asks(team, INVITE)).status).toBe(503);
    faults.add({ operation: 'CreateInteractionChannelInvite', kind: 'reset-after', times: 1 });
    await team.deployment.settle(10_000);
    const answer = await asks(team, INVITE);
    expect(answer.status).toBe(201);
    expect(answer.body.inviteSid).not.toBe(team.first.body.inviteSid);
    expect(liveTasks(team).map(({ entity }) => entity.sid)).toContain(answer.body.taskSid);
  });

  it('is refused while a colleague waits for the same', async () => {
    const team = await teamWithCustomer();
    const { deployment, boss, grace, taskSid } = team;
    const byTask = { conversationSid: undefined, taskSid };
    const first = await asks(team, INVITE, byTask);
    await ENDS[0]?.[1](team, first.body.taskSid);
    const others = deployment.callAgent(boss, INVITE, { taskSid, workerSid: grace.sid });
    expect((await settled(deployment, others)).status).toBe(201);
    expect((await asks(team, INVITE, byTask)).body).toMatchObject(refusal('already_invited'));
  });

  it('is told of when nobody took it', async () => {
    const team = await endedTeam(TRANSFER);
    const { deployment, ada, grace, conversationSid } = team;
    const endedTransfers = async () =>
      (await deployment.callAgent(ada, '/agent/interaction', { conversationSid })).body.endedTransfers;
    const second = await asks(team, TRANSFER);
    expect(await endedTransfers()).toEqual([]);
    await ENDS[0]?.[1](team, second.body.taskSid);
    expect(await endedTransfers()).toEqual([
      { to: grace.sid, by: ada.sid, reason: expect.any(String) as string },
    ]);
  });
});
