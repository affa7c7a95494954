import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { teamWithCustomer } from '../../support/team';

/** Ada has parked her customer; what was kept of it is the pattern for more. */
async function parkedTeam() {
  const team = await teamWithCustomer();
  const { deployment, ada, taskSid, conversationSid } = team;
  await deployment.callAgent(ada, '/agent/park', { taskSid });
  const { sync } = deployment.twilio;
  const service = sync.findService('default');
  const kept = service?.byName.get(`parked-${conversationSid}`)?.data;
  if (!service || !kept) throw new Error('nothing is kept');
  return {
    ...team,
    kept,
    put: (name: string | null, data: object) => sync.createDocument(service, name, data, 0),
  };
}

/** Fills Sync with as many documents of others as given. */
function putOthers({ put }: Awaited<ReturnType<typeof parkedTeam>>, count: number): void {
  for (let index = 0; index < count; index += 1) put(`another-${index}`, {});
}

function putParked({ put, kept }: Awaited<ReturnType<typeof parkedTeam>>, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const conversationSid = `CH${String(index).padStart(32, '0')}`;
    put(`parked-${conversationSid}`, { ...kept, conversationSid });
  }
}

async function list({ deployment, ada }: Team, parameters: object = {}) {
  const answer = await settled(deployment, deployment.callAgent(ada, '/agent/parked', parameters));
  const { parked, cursor } = answer.body as { parked?: object[]; cursor?: string };
  const { status, calls, tookMs, log } = answer;
  return { status, listed: parked?.length, hasMore: cursor !== undefined, cursor, calls, tookMs, log };
}

describe('the list of what is parked', () => {
  it('has nothing but what we keep, whatever else is in Sync', async () => {
    const team = await parkedTeam();
    team.put(null, team.kept);
    team.put('copy-of-parked', team.kept);
    team.put('parked-by-another-system', { since: 'yesterday' });
    const answer = await list(team);
    expect(answer).toMatchObject({ status: 200, listed: 1, hasMore: false, calls: 2 });
    expect(answer.log).toMatchObject({ level: 'info', outcome: 'done' });
  });

  it('goes on for as long as it has found few', async () => {
    const team = await parkedTeam();
    putOthers(team, 150);
    putParked(team, 5);
    expect(await list(team)).toMatchObject({ status: 200, listed: 6, hasMore: false, calls: 3 });
  });

  it.each([
    [19, { listed: 19, hasMore: false, calls: 3 }],
    [20, { listed: 20, hasMore: true, calls: 2 }],
  ])('ends when it has found %d', async (count, expected) => {
    const team = await parkedTeam();
    putParked(team, count - 1);
    putOthers(team, 150);
    expect(await list(team)).toMatchObject({ status: 200, ...expected });
  });

  it('ends when there is no time for one more page, and goes on from there', async () => {
    const team = await parkedTeam();
    putOthers(team, 250);
    team.deployment.twilio.faults.add({ operation: 'ListDocument', kind: 'slow', delayMs: 3_000, times: 2 });
    const { cursor, ...answer } = await list(team);
    expect(answer).toMatchObject({ status: 200, listed: 1, hasMore: true, calls: 3, tookMs: 6_000 });
    expect(await list(team, { cursor })).toMatchObject({ status: 200, listed: 0, hasMore: false, calls: 2 });
  });

  it('does not blame the cursor for what Twilio refuses on a later page', async () => {
    const team = await parkedTeam();
    putOthers(team, 150);
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'ListDocument', kind: 'status', status: 400, code: 20001, after: 1 });
    expect(await list(team)).toMatchObject({ status: 500, log: { alert: true, code: 20001 } });
  });
});
