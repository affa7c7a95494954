import { liveTasks, teamWithCustomer } from '../../support/team';
import { bookOf, invited, writeBook } from './invites';

function entry(number: number): object {
  const target = `WK${String(number).padStart(32, '0')}`;
  return {
    key: `key-${number}`,
    parameters: 'parameters',
    untilMs: 0,
    target,
    leaseUntilMs: 0,
    writtenBy: 'invocation-0',
  };
}

describe('the book of Invites', () => {
  it('tells by digests who asked for what, for whom, and how long that counts', async () => {
    const team = await teamWithCustomer();
    const now = team.deployment.clock.now();
    await invited(team, { workerSid: team.grace.sid });
    expect(bookOf(team)).toEqual([
      {
        key: expect.stringMatching(/^[\w+/=-]{16,}$/) as string,
        parameters: expect.stringMatching(/^[\w+/=-]{16,}$/) as string,
        untilMs: now + 60_000,
        workerSid: team.ada.sid,
        target: team.grace.sid,
        leaseUntilMs: now + 10_000,
        writtenBy: expect.stringMatching(/^invocation-/) as string,
      },
    ]);
  });

  it('is begun anew in a Document of that name which we did not write', async () => {
    const team = await teamWithCustomer();
    writeBook(team, { somebody: 'else' });
    expect((await invited(team, { workerSid: team.grace.sid })).status).toBe(201);
    expect(bookOf(team)).toMatchObject([{ target: team.grace.sid }]);
    expect((await invited(team, { workerSid: team.joan.sid })).status).toBe(201);
    expect(bookOf(team)).toMatchObject([{ target: team.grace.sid }, { target: team.joan.sid }]);
  });

  it('keeps the newest forty', async () => {
    const team = await teamWithCustomer();
    const old = Array.from({ length: 40 }, (_, index) => entry(index));
    writeBook(team, { invites: old });
    expect((await invited(team, { workerSid: team.grace.sid })).status).toBe(201);
    const kept = bookOf(team);
    expect(kept.slice(0, -1)).toEqual(old.slice(1));
    expect(kept.at(-1)).toMatchObject({ target: team.grace.sid });
  });

  it('has a request once, also if it is sent again after its Invite was declined', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, joan } = team;
    const request = { workerSid: grace.sid, timeoutSeconds: 30 };
    await invited(team, request);
    await invited(team, { workerSid: joan.sid });
    joan.accept();
    grace.reject();
    await deployment.settle(90_000);
    expect((await invited(team, request)).status).toBe(201);
    expect(bookOf(team)).toMatchObject([{ target: joan.sid }, { target: grace.sid }]);
    expect(liveTasks(team)).toHaveLength(3);
  });
});
