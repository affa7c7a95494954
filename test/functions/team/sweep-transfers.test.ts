import type { EndpointAnswer } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { agentsIn, teamWithCustomer } from '../../support/team';
import { transferredSilently } from './transfers';

async function swept({ deployment }: Team): Promise<EndpointAnswer> {
  await deployment.settle(120_000);
  return settled(deployment, deployment.callBackend('/backend/sweep', { apply: 'true' }));
}

async function teamToSweep(): Promise<Team> {
  const team = await teamWithCustomer({ settings: { SWEEP_SINCE: '2026-01-05' } });
  await transferredSilently(team);
  return team;
}

/** Something happens right before the Participants of the channel are listed. */
function beforeParticipantsAreListed({ deployment: { twilio } }: Team, happen: () => void): void {
  const answer = twilio.request.bind(twilio);
  const pending = [happen];
  twilio.request = (request) => {
    if (/Channels\/UO\w+\/Participants/.test(request.path)) pending.pop()?.();
    return answer(request);
  };
}

describe('of cold transfers the sweep finds', () => {
  it('none that nobody has accepted yet', async () => {
    const team = await teamToSweep();
    team.grace.setActivity('Break');
    const { body } = await swept(team);
    expect(body).toMatchObject({ suspects: 0, repaired: 0, failed: 0 });
    expect(agentsIn(team)).toEqual([team.ada.identity]);
  });

  it('none whose first agent has left by themselves', async () => {
    const team = await teamToSweep();
    const { deployment, ada, grace } = team;
    grace.accept();
    await deployment.settle();
    ada.complete();
    const { body } = await swept(team);
    expect(body).toMatchObject({ suspects: 0, repaired: 0, failed: 0 });
    expect(agentsIn(team)).toEqual([grace.identity]);
  });

  it('one that was accepted, and finishes it when whoever accepted has joined', async () => {
    const team = await teamToSweep();
    const { grace, interaction, deployment } = team;
    grace.accept();
    await deployment.settle();
    const joined = interaction.participants.pop();
    if (!joined) throw new Error('Grace is not in');
    const early = await swept(team);
    expect(early).toMatchObject({ body: { suspects: 1, repaired: 0, failed: 1 }, tookMs: 3_000 });
    expect(agentsIn(team)).toEqual([team.ada.identity, grace.identity]);
    interaction.participants.push(joined);
    expect((await swept(team)).body).toMatchObject({ suspects: 1, repaired: 1, failed: 0 });
    expect(agentsIn(team)).toEqual([grace.identity]);
  });

  it.each([
    [
      'has just left',
      ({ grace }: Team) => {
        grace.complete();
      },
    ],
    [
      'has left, and their task is gone',
      ({ grace, deployment }: Team) => {
        const taskSid = grace.reservations[0]?.task_sid ?? '';
        grace.complete();
        deployment.twilio.workspace.tasks.delete(taskSid);
      },
    ],
  ])('one that is over, for whoever accepted %s: the first agent stays', async (_, leave) => {
    const team = await teamToSweep();
    team.grace.accept();
    await team.deployment.settle();
    beforeParticipantsAreListed(team, () => {
      leave(team);
    });
    const { body } = await swept(team);
    expect(body).toMatchObject({ suspects: 1, failed: 0 });
    expect(agentsIn(team)).toEqual([team.ada.identity]);
  });
});
