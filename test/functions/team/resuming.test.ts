import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { adaIsGone, liveTasks, rewriteTask, teamWithCustomer } from '../../support/team';
import { putRecord } from '../routing/written-to';

const RESUME = '/agent/resume';
const INVITE = 'CreateInteractionChannelInvite';
const LEASE_MS = 10_000;
const RESUMED = {
  outcome: 'resumed',
  inviteSid: expect.stringMatching(/^KG/) as string,
  taskSid: expect.stringMatching(/^WT/) as string,
};
const REFUSED = { operation: INVITE, kind: 'status', status: 400, code: 45004, times: 1 } as const;

/** Ada has parked her customer; nothing is told to us from then on. */
async function parkedTeam(): Promise<Team> {
  const team = await teamWithCustomer();
  const { deployment, ada, taskSid } = team;
  await deployment.callAgent(ada, '/agent/park', { taskSid });
  await deployment.settle(LEASE_MS);
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  return team;
}

/** Ada has gone out without parking, and nothing was ever written down of her customer. */
async function unknownTeam(): Promise<Team> {
  const team = await teamWithCustomer();
  const { deployment, conversationSid } = team;
  adaIsGone(team);
  const service = deployment.twilio.sync.findService('default');
  const record = service?.byName.get(`interaction-${conversationSid}`);
  if (service && record) deployment.twilio.sync.removeDocument(service, record);
  return team;
}

async function resumes({ deployment, grace, conversationSid }: Team, handle: object = { conversationSid }) {
  const { status, body, calls, tookMs } = await settled(
    deployment,
    deployment.callAgent(grace, RESUME, handle),
  );
  return { status, body, calls, tookMs };
}

/** What parking left behind. */
function left({ deployment, conversationSid }: Team) {
  return {
    isKept: deployment.twilio.sync.findService('default')?.byName.has(`parked-${conversationSid}`),
    webhooks: deployment.twilio.conversations.find(conversationSid)?.webhooks.size,
  };
}

const EVERYTHING = { isKept: true, webhooks: 1 };
const NOTHING = { isKept: false, webhooks: 0 };

/** Another system invites somebody into the same channel. */
function anotherSystemInvites({ deployment, interaction }: Team): void {
  deployment.twilio.interactions.invites.invite(interaction, {
    workspace_sid: deployment.twilio.workspace.entity.sid,
    workflow_sid: deployment.account.assignToAnyone.sid,
    task_channel_unique_name: 'sms',
    attributes: {},
  });
}

describe('an agent resumes what is parked', () => {
  it('and it is theirs while the Invite is sent, and routed when it is', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid, interaction } = team;
    const { parked } = deployment.recordOf(conversationSid) ?? {};
    const startedAtMs = deployment.clock.now();
    deployment.twilio.faults.add({ operation: INVITE, kind: 'slow', delayMs: 1_000 });
    const resuming = resumes(team);
    await deployment.settle(500);
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'resuming',
      attempt: 1,
      leaseUntilMs: startedAtMs + LEASE_MS,
      parked,
    });
    expect(await resuming).toEqual({ status: 200, body: RESUMED, calls: 12, tookMs: 1_000 });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'routed',
      attempt: 1,
      interactionSid: interaction.entity.sid,
      channelSid: interaction.channel.sid,
      taskSid: liveTasks(team)[0]?.entity.sid,
      writtenBy: expect.any(String) as string,
      writtenAtMs: startedAtMs + 1_000,
    });
    expect(left(team)).toEqual(NOTHING);
  });

  it('when whoever else was at it has let it go', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid } = team;
    const leaseUntilMs = deployment.clock.now() + 600;
    const held = { ...deployment.recordOf(conversationSid), state: 'resuming', leaseUntilMs };
    putRecord({ ...team, first: {} }, held);
    expect(await resumes(team)).toMatchObject({ status: 200, body: RESUMED, tookMs: 600 });
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('but not what somebody else holds for longer', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid } = team;
    const leaseUntilMs = deployment.clock.now() + LEASE_MS;
    const held = { ...deployment.recordOf(conversationSid), state: 'resuming', leaseUntilMs };
    putRecord({ ...team, first: {} }, held);
    expect(await resumes(team)).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
    expect(deployment.recordOf(conversationSid)).toEqual(held);
    expect(liveTasks(team)).toEqual([]);
  });

  it('after another who changed the record first', async () => {
    const team = await parkedTeam();
    const mismatch = {
      operation: 'UpdateDocument',
      kind: 'status',
      status: 412,
      code: 54103,
      times: 1,
    } as const;
    team.deployment.twilio.faults.add(mismatch);
    expect(await resumes(team)).toMatchObject({ status: 200, body: RESUMED, tookMs: 300 });
  });

  it('and somebody of another system serves it in the same channel: nothing is sent', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid } = team;
    anotherSystemInvites(team);
    expect(await resumes(team)).toMatchObject({ status: 200, body: { outcome: 'already_live' } });
    expect(deployment.countCalls(/^POST .*\/Invites$/)).toBe(0);
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'routed',
      taskSid: liveTasks(team)[0]?.entity.sid,
    });
    expect(left(team)).toEqual(NOTHING);
  });

  it.each(['closed', 'failed', 'missing'] as const)('but not if its channel is %s', async (status) => {
    const team = await parkedTeam();
    const { deployment, conversationSid, interaction } = team;
    if (status !== 'missing') interaction.channel.status = status;
    else
      deployment.twilio.faults.add({
        operation: 'FetchInteractionChannel',
        kind: 'status',
        status: 404,
        code: 20404,
      });
    expect(await resumes(team)).toMatchObject({ status: 404, body: { code: 'interaction_not_found' } });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
    expect(left(team)).toEqual(NOTHING);
  });

  it('but not if Twilio refuses to invite them: all stays as it was', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid } = team;
    const before = deployment.recordOf(conversationSid);
    deployment.twilio.faults.add(REFUSED);
    expect((await resumes(team)).body).toMatchObject({
      code: 'invalid_request',
      details: {
        fields: { Token: 'belongs to a worker whom Twilio refuses to invite into this Interaction' },
      },
    });
    expect(deployment.recordOf(conversationSid)).toEqual({
      ...before,
      writtenBy: expect.any(String) as string,
      writtenAtMs: expect.any(Number) as number,
    });
    expect(left(team)).toEqual(EVERYTHING);
  });

  it('by an Invite whose answer got lost: it is found by its task', async () => {
    const team = await parkedTeam();
    team.deployment.twilio.faults.add({ operation: INVITE, kind: 'reset-after', times: 1 });
    const { status, body } = await resumes(team);
    expect(status).toBe(200);
    expect(body).toEqual({ outcome: 'resumed', taskSid: liveTasks(team)[0]?.entity.sid });
    expect(left(team)).toEqual(NOTHING);
  });
});

describe('an agent resumes what has no record', () => {
  it('and it has one from then on', async () => {
    const team = await unknownTeam();
    const { deployment, conversationSid, interaction } = team;
    expect(await resumes(team)).toEqual({ status: 200, body: RESUMED, calls: 11, tookMs: 0 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'routed',
      attempt: 1,
      channelSid: interaction.channel.sid,
    });
  });

  it('but not if Twilio refuses to invite them: another may at once', async () => {
    const team = await unknownTeam();
    const { deployment, ada, conversationSid } = team;
    deployment.twilio.faults.add(REFUSED);
    expect(await resumes(team)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'claimed',
      attempt: 1,
      leaseUntilMs: 0,
      writtenBy: expect.any(String) as string,
      writtenAtMs: expect.any(Number) as number,
    });
    const again = await settled(deployment, deployment.callAgent(ada, RESUME, { conversationSid }));
    expect(again).toMatchObject({ status: 200, body: RESUMED, tookMs: 0 });
  });

  it('while another claims it, who has served them by then', async () => {
    const team = await unknownTeam();
    const { deployment, ada, conversationSid } = team;
    deployment.twilio.latencyMs = 20;
    const other = deployment.callAgent(ada, RESUME, { conversationSid });
    const { body } = await resumes(team);
    expect([body.outcome, (await other).body.outcome].sort()).toEqual(['already_live', 'resumed']);
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('and another system invites somebody while the fate of the Invite is unknown', async () => {
    const team = await unknownTeam();
    const { deployment, conversationSid } = team;
    rewriteTask(team, { routedBy: undefined });
    deployment.twilio.faults.add({ operation: INVITE, kind: 'reset-before', times: 1 });
    const resuming = resumes(team);
    await deployment.settle(100);
    anotherSystemInvites(team);
    expect(await resuming).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'foreign' });
    expect(await resumes(team)).toMatchObject({ status: 200, body: { outcome: 'already_live' } });
  });
});

describe('an agent resumes nothing', () => {
  it('that is live: it is left as it is', async () => {
    const team = await teamWithCustomer();
    const { deployment, conversationSid } = team;
    const before = deployment.recordOf(conversationSid);
    expect(await resumes(team)).toEqual({
      status: 200,
      body: { outcome: 'already_live' },
      calls: 4,
      tookMs: 0,
    });
    expect(deployment.recordOf(conversationSid)).toEqual(before);
  });

  it('by a task of which no Conversation is known', async () => {
    const team = await teamWithCustomer();
    const { taskSid } = team;
    rewriteTask(team, { conversationSid: undefined });
    expect(await resumes(team, { taskSid })).toMatchObject({
      status: 404,
      body: { code: 'interaction_not_found' },
      calls: 2,
    });
  });
});
