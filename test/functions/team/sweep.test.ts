import type { ChannelStatus } from '../../../simulator/flex/entities';
import { liveTasks, teamWithCustomer } from '../../support/team';

/** Ada has written last, and left without anybody hearing of it. */
async function leftAfterTheLastWord(status: ChannelStatus) {
  const team = await teamWithCustomer({ settings: { SWEEP_SINCE: '2026-01-05' } });
  const { deployment, ada, interaction, conversationSid } = team;
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  ada.write(conversationSid, 'I will look it up.');
  const agent = interaction.participants.find(({ entity }) => entity.type === 'agent');
  if (agent) deployment.twilio.interactions.participants.update(interaction, agent, 'closed');
  interaction.channel.status = status;
  await deployment.settle(120_000);
  const { body } = await deployment.callBackend('/backend/sweep', { apply: 'true' });
  return { team, body };
}

describe('the sweep finds a customer whose agent left after the last word', () => {
  it('and brings another', async () => {
    const { team, body } = await leftAfterTheLastWord('active');
    expect(body).toMatchObject({ suspects: 1, repaired: 1 });
    expect(liveTasks(team)).toHaveLength(1);
  });

  it("unless the agent left by Flex's own Leave: Flex brings them back when they write", async () => {
    const { team, body } = await leftAfterTheLastWord('inactive');
    expect(body).toMatchObject({ suspects: 0 });
    expect(liveTasks(team)).toHaveLength(0);
  });
});
