import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { EVERY_HANDLE } from '../../support/handles';
import type { Team } from '../../support/team';
import { attributesOf, liveTasks, taskOf, teamWithCustomer } from '../../support/team';
import { INVITE } from './invites';

const OPTIONS = {
  table: {
    addresses: { [BUSINESS_NUMBER]: { inbound: true, priority: 4, attributes: { team: 'vip' } } },
  },
};

async function expectCarriedOver(team: Team, handle: object): Promise<void> {
  const { deployment, boss, grace } = team;
  const answer = await deployment.callAgent(boss, INVITE, { ...handle, workerSid: grace.sid });
  expect(answer.status).toBe(201);
  const task = taskOf(team, answer.body.taskSid);
  expect(attributesOf(task)).toMatchObject({ customerAddress: CUSTOMER_NUMBER, team: 'vip' });
  expect(task.entity).toMatchObject({ priority: 4, task_channel_unique_name: 'sms' });
}

describe('the task of an Invite has what is known of the customer', () => {
  it.each(EVERY_HANDLE)('from the task that serves them, by %s', async (_, handleOf) => {
    const team = await teamWithCustomer(OPTIONS);
    await expectCarriedOver(team, handleOf(team));
  });

  it('from the last task if nobody serves them', async () => {
    const team = await teamWithCustomer(OPTIONS);
    const { deployment, interaction, conversationSid } = team;
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const agent = interaction.participants.find(({ entity }) => entity.type === 'agent');
    if (agent) deployment.twilio.interactions.participants.update(interaction, agent, 'closed');
    expect(liveTasks(team)).toEqual([]);
    await expectCarriedOver(team, { conversationSid });
  });

  it('from what was kept when they were parked, and the task is gone', async () => {
    const team = await teamWithCustomer(OPTIONS);
    const { deployment, ada, taskSid, conversationSid } = team;
    await deployment.callAgent(ada, '/agent/park', { taskSid });
    await deployment.settle(600_000);
    expect(deployment.twilio.workspace.tasks.has(taskSid)).toBe(false);
    await expectCarriedOver(team, { conversationSid });
  });
});
