import type { Team } from '../../support/team';
import { teamWithCustomer } from '../../support/team';
import { bookNameOf, bookOf, invited } from './invites';
import { delivered, eventOf, transferredSilently } from './transfers';

/** What Ada is told of transfers that nobody took. */
async function endedTransfers({ deployment, ada, taskSid }: Team): Promise<unknown> {
  const { body } = await deployment.callAgent(ada, '/agent/interaction', { taskSid });
  return body.endedTransfers;
}

/** A transfer to Grace has ended in vain; the event of it. */
async function declinedByGrace(team: Team, mode?: string): Promise<Record<string, unknown>> {
  await transferredSilently(team, mode);
  team.grace.reject();
  await team.deployment.settle(120_000);
  return eventOf(team, 'task.canceled');
}

describe('the end of a transfer that nobody took', () => {
  it.each(['cold', 'warm'])(
    'is written down by the first event that tells it, if it was %s',
    async (mode) => {
      const team = await teamWithCustomer();
      const event = await declinedByGrace(team, mode);
      const first = await delivered(team, { ...event, EventType: 'workflow.timeout' });
      expect(first).toMatchObject({ status: 204, log: { outcome: 'already_routed' } });
      const again = await delivered(team, event);
      // It needs no second writing.
      expect(again).toMatchObject({ status: 204, calls: first.calls - 1 });
      expect(await endedTransfers(team)).toEqual([
        { to: team.grace.sid, by: team.ada.sid, reason: 'workflow.timeout' },
      ]);
    },
  );

  it('says nothing about who else was invited', async () => {
    const team = await teamWithCustomer();
    await invited(team, { workerSid: team.joan.sid });
    await delivered(team, await declinedByGrace(team));
    expect(bookOf(team).map(({ target, ended }) => [target, ended])).toEqual([
      [team.joan.sid, undefined],
      [team.grace.sid, 'task.canceled'],
    ]);
  });

  it.each([
    [
      'nothing is kept of it',
      (team: Team) => {
        forget(team);
      },
    ],
    ['others have pushed it out of the book', (team: Team) => bookOf(team).pop()],
  ])('is no error if %s', async (_, lose) => {
    const team = await teamWithCustomer();
    await invited(team, { workerSid: team.joan.sid });
    const event = await declinedByGrace(team);
    lose(team);
    const answer = await delivered(team, event);
    expect(answer).toMatchObject({ status: 204, log: { outcome: 'already_routed' } });
    expect(await endedTransfers(team)).toEqual([]);
  });

  it.each([
    ['transfer', 'no transfer, but an Invite'],
    ['requestKey', 'not sent by us'],
  ])('is not looked for without %s in its task: it was %s', async (attribute) => {
    const team = await teamWithCustomer();
    const event = await declinedByGrace(team);
    const attributes = JSON.parse(String(event.TaskAttributes)) as Record<string, unknown>;
    const TaskAttributes = JSON.stringify({ ...attributes, [attribute]: undefined });
    const other = await delivered(team, { ...event, TaskAttributes });
    expect(other).toMatchObject({ status: 204, log: { outcome: 'already_routed' } });
    expect(await endedTransfers(team)).toEqual([]);
    expect((await delivered(team, event)).calls).toBe(other.calls + 2);
  });
});

function forget(team: Team): void {
  const { sync } = team.deployment.twilio;
  const service = sync.findService('default');
  const document = service?.byName.get(bookNameOf(team));
  if (!service || !document) throw new Error('There is no book');
  sync.removeDocument(service, document);
}
