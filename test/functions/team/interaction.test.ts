import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { EVERY_HANDLE } from '../../support/handles';
import { agentsOf, attributesOf, taskOf, teamWithCustomer } from '../../support/team';

const INTERACTION = '/agent/interaction';

describe('what really became of an Interaction', () => {
  it.each(EVERY_HANDLE)('by %s', async (_, handleOf) => {
    const team = await teamWithCustomer();
    const { status, body } = await team.deployment.callAgent(team.ada, INTERACTION, handleOf(team));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      interactionSid: team.interaction.entity.sid,
      channelSid: team.interaction.channel.sid,
      conversationSid: team.conversationSid,
      channelType: 'sms',
      status: 'active',
      participants: [{ type: 'customer' }, { type: 'agent', workerSid: team.ada.sid }],
      pendingInvites: [],
      record: { state: 'routed', taskSid: team.taskSid },
    });
    expect(body.error).toBeUndefined();
  });

  it('whose channel could not be set up: the error', async () => {
    const team = await teamWithCustomer();
    team.interaction.channel.status = 'failed';
    team.interaction.channel.error_code = 45356;
    const { body } = await team.deployment.callAgent(team.ada, INTERACTION, { taskSid: team.taskSid });
    expect(body).toMatchObject({ status: 'failed', error: { code: 45356 } });
  });

  it('that waits for an agent: its pending Invite', async () => {
    const { deployment, ada, boss } = agentsOf();
    ada.setActivity('Break');
    const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    await deployment.settle();
    const conversationSid = received?.conversation.entity.sid;
    const { body } = await deployment.callAgent(boss, INTERACTION, { conversationSid });
    expect(body).toMatchObject({
      pendingInvites: [
        {
          inviteSid: expect.stringMatching(/^KG/) as string,
          taskSid: expect.any(String) as string,
          status: 'pending',
        },
      ],
    });
  });

  it('that waits for another agent: without a target that the task does not really tell', async () => {
    const { deployment, ada, grace, taskSid, ...team } = await teamWithCustomer();
    const sent = await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
    const task = taskOf({ deployment }, sent.body.taskSid);
    const attributes = { ...attributesOf(task), transferTargetSid: 5 };
    Object.assign(task.entity, { attributes: JSON.stringify(attributes) });
    const { body } = await deployment.callAgent(ada, INTERACTION, { taskSid });
    expect(body).toMatchObject({ conversationSid: team.conversationSid, endedTransfers: [] });
    expect(body.pendingInvites).toEqual([{ ...sent.body, status: 'reserved' }]);
  });

  it.each([
    ['as long as its task is there', { channelType: 'sms' }],
    ['and its task as well', { channelType: undefined }],
  ])('that Twilio has forgotten, %s', async (_, told) => {
    const { deployment, boss, taskSid, interaction, conversationSid } = await teamWithCustomer();
    const fault = { kind: 'status', status: 404, code: 20404 } as const;
    deployment.twilio.faults.add({ operation: 'FetchInteractionChannel', ...fault });
    if (told.channelType === undefined) deployment.twilio.workspace.tasks.delete(taskSid);
    const { status, body } = await deployment.callAgent(boss, INTERACTION, { conversationSid });
    expect(status).toBe(200);
    expect(body).toEqual({
      interactionSid: interaction.entity.sid,
      channelSid: interaction.channel.sid,
      conversationSid,
      status: 'missing',
      ...told,
      participants: expect.any(Array) as unknown[],
      pendingInvites: [],
      endedTransfers: [],
      record: { state: 'routed', attempt: 1, taskSid, code: undefined },
    });
  });

  it('that is parked: by whom', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, conversationSid } = team;
    await deployment.callAgent(ada, '/agent/park', { taskSid: team.taskSid });
    await deployment.settle(600_000);
    const { body } = await deployment.callAgent(grace, INTERACTION, { conversationSid });
    expect(body).toMatchObject({
      status: 'active',
      channelType: 'sms',
      participants: [{ type: 'customer' }],
      pendingInvites: [],
      record: { state: 'parked', parkedBy: ada.sid },
    });
  });

  it('that nobody has written down: no record', async () => {
    const { deployment, ada, taskSid, conversationSid } = await teamWithCustomer();
    deployment.twilio.sync.findService('default')?.byName.delete(`interaction-${conversationSid}`);
    const { status, body } = await deployment.callAgent(ada, INTERACTION, { taskSid });
    expect([status, body.record]).toEqual([200, null]);
  });

  it('is for those who take part', async () => {
    const team = await teamWithCustomer();
    const answer = await team.deployment.callAgent(team.grace, INTERACTION, { taskSid: team.taskSid });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_your_interaction' } });
  });

  it.each([
    ['a Conversation without one', { conversationSid: `CH${'1'.repeat(32)}` }],
    [
      'an Interaction that does not exist',
      { interactionSid: `KD${'1'.repeat(32)}`, channelSid: `UO${'1'.repeat(32)}` },
    ],
    ['a task that does not exist', { taskSid: `WT${'1'.repeat(32)}` }],
  ])('is not found for %s', async (_, handle) => {
    const { deployment, ada } = agentsOf();
    const answer = await deployment.callAgent(ada, INTERACTION, handle);
    expect(answer).toMatchObject({ status: 404, body: { code: 'interaction_not_found' } });
  });

  it("is not found for one Interaction with another's channel", async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, interaction } = team;
    const answer = await deployment.callAgent(ada, INTERACTION, {
      interactionSid: `KD${'1'.repeat(32)}`,
      channelSid: interaction.channel.sid,
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'interaction_not_found' } });
  });
});
