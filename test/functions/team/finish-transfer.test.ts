import type { Team } from '../../support/team';
import { agentsIn, teamWithCustomer } from '../../support/team';
import { delivered, eventOf, transferredSilently } from './transfers';

/** Grace has accepted a cold transfer, of which the product has not heard yet. */
async function acceptedByGrace(): Promise<Team> {
  const team = await teamWithCustomer();
  await transferredSilently(team);
  team.grace.accept();
  await team.deployment.settle(0);
  return team;
}

/** Takes Grace out of the Conversation, and puts her in again with the returned function. */
function takeOut({ deployment, conversationSid, grace }: Team): () => void {
  const participants = deployment.twilio.conversations.find(conversationSid)?.participants;
  const [sid, participant] =
    [...(participants ?? [])].find(([, { identity }]) => identity === grace.identity) ?? [];
  if (!participants || sid === undefined || !participant) throw new Error('Grace is not in');
  participants.delete(sid);
  return () => participants.set(sid, participant);
}

describe('when a cold transfer is accepted', () => {
  it('whoever transferred leaves once, however often the event comes', async () => {
    const team = await acceptedByGrace();
    const event = eventOf(team, 'reservation.accepted');
    expect(await delivered(team, event)).toMatchObject({
      status: 204,
      calls: 2,
      log: { outcome: 'transferred' },
    });
    expect(await delivered(team, event)).toMatchObject({
      status: 204,
      log: { outcome: 'transferred_before' },
    });
    expect(agentsIn(team)).toEqual([team.grace.identity]);
  });

  it('they leave as soon as whoever accepted has joined', async () => {
    const team = await acceptedByGrace();
    team.deployment.clock.schedule(500, takeOut(team));
    expect(await delivered(team, eventOf(team, 'reservation.accepted'))).toMatchObject({
      status: 204,
      calls: 4,
      tookMs: 600,
      log: { outcome: 'transferred' },
    });
    expect(agentsIn(team)).toEqual([team.grace.identity]);
  });

  it('they stay if nobody joins within three seconds, and Twilio is told to try again', async () => {
    const team = await acceptedByGrace();
    takeOut(team);
    expect(await delivered(team, eventOf(team, 'reservation.accepted'))).toMatchObject({
      status: 503,
      calls: 12,
      tookMs: 3_000,
      log: { reason: 'unavailable', operation: 'transfer: nobody has joined yet' },
    });
    expect(agentsIn(team)).toEqual([team.ada.identity]);
  });

  it('they stay if whoever accepted has left long before the event comes', async () => {
    const team = await acceptedByGrace();
    const event = eventOf(team, 'reservation.accepted');
    team.grace.complete();
    await team.deployment.settle(600_000);
    expect(await delivered(team, event)).toMatchObject({
      status: 204,
      log: { outcome: 'ignored', reason: 'late' },
    });
    expect(agentsIn(team)).toEqual([team.ada.identity]);
  });
});
