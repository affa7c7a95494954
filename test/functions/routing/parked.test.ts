import { ONE_NUMBER } from '../../reliability/scenarios';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { liveTasks, taskOf, teamWithCustomer } from '../../support/team';
import {
  deliver,
  dies,
  interactionsOf,
  LEASE_MS,
  leaseEnds,
  newestSids,
  putRecord,
  writeAgain,
} from './written-to';

const INVITE = 'CreateInteractionChannelInvite';

/** Ada has parked her customer in the middle of a second, and events are delivered by hand from then on. */
async function parkedTeam(): Promise<Team> {
  const team = await teamWithCustomer(ONE_NUMBER);
  const { deployment, ada, taskSid } = team;
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  await deployment.settle(300);
  const parking = deployment.callAgent(ada, '/agent/park', { taskSid });
  expect((await settled(deployment, parking)).body).toEqual({ outcome: 'parked' });
  return team;
}

/** What parking left behind. */
function left({ deployment, conversationSid }: Team) {
  const documents = deployment.twilio.sync.findService('default')?.byName;
  return {
    isKept: documents?.has(`parked-${conversationSid}`),
    webhooks: deployment.twilio.conversations.find(conversationSid)?.webhooks.size,
  };
}

const EVERYTHING = { isKept: true, webhooks: 1 };
const NOTHING = { isKept: false, webhooks: 0 };

describe('a customer writes whose Conversation is parked', () => {
  it('and the invocation dies that resumes it: whoever comes after its lease sends the Invite', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid, ada, taskSid } = team;
    await deployment.settle(LEASE_MS);
    const before = deployment.recordOf(conversationSid);
    const again = await writeAgain(team);
    const resumedAtMs = deployment.clock.now();
    await dies(team, again, { fault: 'killed before the call', at: 5 });
    const { interactionSid, channelSid } = newestSids(team);
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'resuming',
      attempt: 1,
      writtenBy: expect.stringMatching(/^invocation-/) as string,
      writtenAtMs: resumedAtMs,
      leaseUntilMs: resumedAtMs + LEASE_MS,
      parked: before?.parked,
      interactionSid,
      channelSid,
      taskSid,
    });
    expect(await deliver(team, again)).toEqual({ status: 200, body: { outcome: 'in_progress' }, calls: 1 });
    await leaseEnds(team);
    expect(await deliver(team, again)).toEqual({
      status: 200,
      body: {
        outcome: 'resumed',
        ...newestSids(team),
        inviteSid: expect.stringMatching(/^KG/) as string,
      },
      calls: 9,
    });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'routed',
      attempt: 2,
      writtenBy: expect.stringMatching(/^invocation-/) as string,
      writtenAtMs: resumedAtMs + LEASE_MS,
      ...newestSids(team),
    });
    expect(interactionsOf(team)).toHaveLength(1);
    expect(liveTasks(team)).toHaveLength(1);
    expect(ada.reservations).toHaveLength(1);
    expect(left(team)).toEqual(NOTHING);
  });

  /** The customer writes at once. */
  async function writtenAtOnce() {
    const team = await parkedTeam();
    const parked = team.deployment.recordOf(team.conversationSid)?.parked;
    const { atMs, webhookSid } = parked as { atMs: number; webhookSid: string };
    return { team, atMs, webhookSid, again: await writeAgain(team) };
  }

  const DAY_MS = 24 * 3_600_000;

  it.each([
    ['in the second of the park, as far as Twilio tells', 0, '0', 'resumed', undefined],
    ['in the second before it', 1_000, '0', 'ignored', 'late'],
    ['two days before it, says a first delivery, which cannot be', 2 * DAY_MS, '0', 'resumed', undefined],
    ['two days before it, says a retry', 2 * DAY_MS, '1', 'ignored', 'late'],
  ])('%s', async (_, earlierMs, RetryCount, outcome, reason) => {
    const { team, atMs, again } = await writtenAtOnce();
    const DateCreated = new Date(atMs - earlierMs).toISOString().replace(/\.\d+/, '');
    const answer = await deliver(team, { ...again, DateCreated, RetryCount });
    expect(answer.body).toMatchObject({ outcome, ...(reason === undefined ? {} : { reason }) });
    expect(liveTasks(team)).toHaveLength(outcome === 'resumed' ? 1 : 0);
  });

  it.each([
    ['the webhook of the park, which cannot tell of anything older', {}, { outcome: 'resumed' }],
    [
      'the webhook of a park before',
      { WebhookSid: `WH${'8'.repeat(32)}` },
      { outcome: 'ignored', reason: 'late' },
    ],
  ])("by %s, and Twilio's clock is behind ours", async (_, changes, body) => {
    const { team, atMs, webhookSid, again } = await writtenAtOnce();
    const DateCreated = new Date(atMs - 1).toISOString();
    const event = { ...again, DateCreated, WebhookSid: webhookSid, parked: '1', ...changes };
    expect((await deliver(team, event)).body).toMatchObject(body);
  });

  it('before a park that had no room for a webhook: that resumes nothing', async () => {
    const { team, again } = await writtenAtOnce();
    const record = team.deployment.recordOf(team.conversationSid);
    const parked = {
      ...(record?.parked as object),
      webhookSid: undefined,
      atMs: team.deployment.clock.now(),
    };
    putRecord({ ...team, first: again }, { ...record, parked });
    expect((await deliver(team, again)).body).toEqual({ outcome: 'ignored', reason: 'late' });
  });

  it('after its channel ended: a new Interaction is created, and nothing is kept of the park', async () => {
    const team = await parkedTeam();
    await team.deployment.settle(LEASE_MS);
    team.interaction.channel.status = 'closed';
    expect(await deliver(team, await writeAgain(team))).toEqual({
      status: 200,
      body: { outcome: 'routed', ...newestSids(team) },
      calls: 9,
    });
    expect(interactionsOf(team)).toHaveLength(2);
    expect(left(team)).toEqual(NOTHING);
  });

  it('and Twilio refuses the Invite for good: an agent may resume it at once with all that was kept', async () => {
    const team = await parkedTeam();
    const { deployment, ada, conversationSid } = team;
    deployment.twilio.faults.add({ operation: INVITE, kind: 'status', status: 400, code: 45004, times: 1 });
    expect(await deliver(team, await writeAgain(team))).toMatchObject({
      status: 200,
      body: { outcome: 'failed', code: 45004, alert: true },
    });
    expect(left(team)).toEqual(EVERYTHING);
    const resumed = deployment.callAgent(ada, '/agent/resume', { conversationSid });
    expect(await settled(deployment, resumed)).toMatchObject({ status: 200, body: { outcome: 'resumed' } });
    expect(left(team)).toEqual(NOTHING);
  });

  it('while somebody of another system serves them in the same channel: that is who has them', async () => {
    const team = await parkedTeam();
    const { deployment, interaction, conversationSid } = team;
    const { twilio, account } = deployment;
    twilio.interactions.invites.invite(interaction, {
      workspace_sid: twilio.workspace.entity.sid,
      workflow_sid: account.assignToAnyone.sid,
      task_channel_unique_name: 'sms',
      attributes: {},
    });
    expect(await deliver(team, await writeAgain(team))).toMatchObject({
      body: { outcome: 'already_routed', ...newestSids(team) },
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', ...newestSids(team) });
    expect(left(team)).toEqual(NOTHING);
  });
});

describe('a customer writes while the agent is leaving who parked', () => {
  /** Ada's part of the channel ends five seconds after her park has been written down. */
  async function leavingTeam(): Promise<Team> {
    const team = await teamWithCustomer(ONE_NUMBER);
    const { deployment, ada, taskSid } = team;
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const rule = { operation: 'UpdateInteractionChannelParticipant', kind: 'late', delayMs: 5_000 } as const;
    deployment.twilio.faults.add(rule);
    void deployment.callAgent(ada, '/agent/park', { taskSid });
    await deployment.settle(100);
    expect(taskOf(team, taskSid).entity.assignment_status).toBe('assigned');
    return team;
  }

  it('their task does not count: an Invite is sent', async () => {
    const team = await leavingTeam();
    expect(await deliver(team, await writeAgain(team))).toMatchObject({
      status: 200,
      body: { outcome: 'resumed', ...newestSids(team) },
    });
    expect(newestSids(team).taskSid).not.toBe(team.taskSid);
  });

  it('and nobody knows whether the Invite was sent: it is looked for, beside their task', async () => {
    const team = await leavingTeam();
    const { deployment, conversationSid } = team;
    deployment.twilio.faults.add({ operation: INVITE, kind: 'reset-before', times: 1 });
    expect(await deliver(team, await writeAgain(team))).toMatchObject({ status: 503 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'resuming', leaseUntilMs: 0 });
    expect(await deliver(team, await writeAgain(team))).toMatchObject({ body: { outcome: 'resumed' } });
    await deployment.settle(LEASE_MS);
    expect(liveTasks(team).map(({ entity }) => entity.sid)).toEqual([newestSids(team).taskSid]);
  });

  it('and their Invite fails: another agent may resume it at once', async () => {
    const team = await leavingTeam();
    const { deployment, grace, conversationSid } = team;
    deployment.twilio.faults.add({ operation: INVITE, kind: 'reset-before', times: 1 });
    await deliver(team, await writeAgain(team));
    const resumed = deployment.callAgent(grace, '/agent/resume', { conversationSid });
    expect(await settled(deployment, resumed)).toMatchObject({ status: 200, body: { outcome: 'resumed' } });
    expect(grace.reservations).toHaveLength(1);
  });

  it('an Invite whose answer got lost is found by its task', async () => {
    const team = await leavingTeam();
    team.deployment.twilio.faults.add({ operation: INVITE, kind: 'reset-after', times: 1 });
    expect(await deliver(team, await writeAgain(team))).toMatchObject({
      status: 200,
      body: { outcome: 'resumed', ...newestSids(team) },
    });
    expect(left(team)).toEqual(NOTHING);
  });
});

describe('a parked Conversation is closed', () => {
  it('while somebody resumes it: what was kept stays for them', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid } = team;
    deployment.twilio.faults.add({ operation: 'UpdateDocument', kind: 'status', status: 412, code: 54103 });
    expect(
      await deliver(team, {
        EventType: 'onConversationStateUpdated',
        AccountSid: deployment.twilio.accountSid,
        ConversationSid: conversationSid,
        StateTo: 'closed',
        Reason: 'API',
      }),
    ).toEqual({ status: 200, body: { outcome: 'ignored', reason: 'closed' }, calls: 3 });
    expect(left(team)).toEqual(EVERYTHING);
  });
});
