import { faultyInvocation } from '../../reliability/faulty-platform';
import { settled } from '../../support/settled';
import type { Team, TeamWithGrace } from '../../support/team';
import { agentsIn, teamWithGrace } from '../../support/team';

const LEAVE = '/agent/leave';
const LEASE_MS = 10_000;

function adaLeaves({ deployment, ada, taskSid }: Team) {
  return settled(deployment, deployment.callAgent(ada, LEAVE, { taskSid }));
}

function graceLeaves({ deployment, grace, graceTaskSid }: TeamWithGrace) {
  return settled(deployment, deployment.callAgent(grace, LEAVE, { taskSid: graceTaskSid }));
}

function nameOfLock({ interaction }: Team): string {
  return `departure-${interaction.channel.sid}`;
}

/** What tells others that somebody is leaving. */
function lockOf(team: Team): unknown {
  return team.deployment.twilio.sync.findService('default')?.byName.get(nameOfLock(team))?.data;
}

function putLock(team: Team, data: object): void {
  const { sync } = team.deployment.twilio;
  const service = sync.findService('default');
  if (service) sync.createDocument(service, nameOfLock(team), data, 0);
}

/** Somebody else's, who is leaving for some time yet. */
function heldFor({ deployment }: Team, ms: number) {
  return { leaseUntilMs: deployment.clock.now() + ms, writtenBy: 'another' };
}

const LEFT = { status: 200, body: { outcome: 'left' } };

describe('of two agents who leave at once', () => {
  it('the second waits until the first is gone, and stays with the customer', async () => {
    const team = await teamWithGrace();
    const { deployment, ada, grace } = team;
    const removal = {
      operation: 'UpdateInteractionChannelParticipant',
      kind: 'late',
      delayMs: 1_000,
    } as const;
    deployment.twilio.faults.add(removal);
    const startedAtMs = deployment.clock.now();
    const first = adaLeaves(team);
    await deployment.settle(100);
    expect(lockOf(team)).toEqual({
      leaseUntilMs: startedAtMs + LEASE_MS,
      writtenBy: expect.stringMatching(/^invocation-/) as string,
    });
    const second = await settled(
      deployment,
      deployment.callAgent(grace, LEAVE, { taskSid: team.graceTaskSid }),
    );
    expect(await first).toMatchObject({ ...LEFT, tookMs: 1_000, calls: 9 });
    expect(second).toMatchObject({ status: 409, body: { code: 'last_agent' }, tookMs: 1_200 });
    expect(agentsIn(team)).toEqual([grace.identity]);
    expect(ada.reservations).toEqual([]);
    expect(lockOf(team)).toBeUndefined();
  });

  it('one takes over what a third has left behind, and the other sees them gone', async () => {
    const team = await teamWithGrace();
    const { deployment, ada, grace } = team;
    putLock(team, heldFor(team, 0));
    deployment.twilio.latencyMs = 20;
    const both = Promise.all([
      deployment.callAgent(ada, LEAVE, { taskSid: team.taskSid }),
      deployment.callAgent(grace, LEAVE, { taskSid: team.graceTaskSid }),
    ]);
    const outcomes = (await settled(deployment, both)).map(({ body }) => body.outcome ?? body.code);
    expect(outcomes).toEqual(['left', 'last_agent']);
    expect(agentsIn(team)).toEqual([grace.identity]);
  });

  it('the second may leave after the lease of the first, whose invocation died', async () => {
    const team = await teamWithGrace();
    const { deployment, ada } = team;
    const killed = faultyInvocation(deployment.platform(), { fault: 'killed before the call', at: 4 });
    void deployment.callAgent(ada, LEAVE, { taskSid: team.taskSid }, killed.platform);
    await deployment.settle(0);
    expect(killed.isKilled()).toBe(true);
    const left = lockOf(team);
    expect(left).toBeDefined();
    const tooSoon = await graceLeaves(team);
    expect(tooSoon).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' }, tookMs: 6_600 });
    expect(lockOf(team)).toEqual(left);
    expect(agentsIn(team)).toHaveLength(2);
    expect(await graceLeaves(team)).toMatchObject({ ...LEFT, tookMs: 3_600 });
    expect(agentsIn(team)).toEqual([ada.identity]);
    expect(lockOf(team)).toBeUndefined();
  });
});

describe('an agent who leaves', () => {
  it.each([
    ['whose lease is over', (team: Team) => heldFor(team, 0), { tookMs: 0, calls: 11 }],
    ['whose lease ends in a moment', (team: Team) => heldFor(team, 300), { tookMs: 300, calls: 13 }],
    ['that nobody can read', () => ({ lease: 'mine' }), { tookMs: 0, calls: 11 }],
  ])('takes over a departure %s', async (_, dataOf, expected) => {
    const team = await teamWithGrace();
    putLock(team, dataOf(team));
    expect(await adaLeaves(team)).toMatchObject({ ...LEFT, ...expected });
    expect(lockOf(team)).toBeUndefined();
  });

  it.each([
    ['its beginning', 'CreateDocument', { tookMs: 60, calls: 11 }],
    ['its take-over', 'UpdateDocument', { tookMs: 360, calls: 14 }],
  ])('knows their own departure again if the answer to %s got lost', async (_, operation, expected) => {
    const team = await teamWithGrace();
    if (operation === 'UpdateDocument') putLock(team, heldFor(team, 0));
    team.deployment.twilio.faults.add({ operation, kind: 'reset-after', times: 1 });
    expect(await adaLeaves(team)).toMatchObject({ ...LEFT, ...expected });
    expect(lockOf(team)).toBeUndefined();
  });

  it('asks again after a departure that ended while they looked at it', async () => {
    const team = await teamWithGrace();
    putLock(team, heldFor(team, 300));
    const gone = { operation: 'FetchDocument', kind: 'status', status: 404, code: 54100, times: 1 } as const;
    team.deployment.twilio.faults.add(gone);
    expect(await adaLeaves(team)).toMatchObject({ ...LEFT, tookMs: 300, calls: 13 });
  });

  it('has left also if that cannot be told to others, whom the lease lets go on', async () => {
    const team = await teamWithGrace();
    team.deployment.twilio.faults.add({ operation: 'DeleteDocument', kind: 'refused' });
    expect(await adaLeaves(team)).toMatchObject(LEFT);
    expect(agentsIn(team)).toEqual([team.grace.identity]);
    expect(lockOf(team)).toBeDefined();
  });
});
