import { Customer } from '../../simulator/people/customer';
import type { DeploymentOptions } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../support/deployment';

const INTERACTIONS = '/webhooks/interactions';

/** A routed Conversation with its Interaction, and the fields that an Interaction webhook has about it. */
async function routed(options: DeploymentOptions = {}) {
  const deployment = new Deployment(options);
  const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
  await deployment.settle();
  const conversationSid = received?.conversation.entity.sid ?? '';
  const interaction = deployment.twilio.interactions.ofConversation(conversationSid);
  if (!received || !interaction) throw new Error('it was not routed');
  const fields = {
    AccountSid: deployment.twilio.accountSid,
    InstanceSid: `GO${'1'.repeat(32)}`,
    InteractionSid: interaction.entity.sid,
    ChannelSid: interaction.channel.sid,
    MediaChannelSid: conversationSid,
    MediaChannelType: 'sms',
  };
  return { deployment, conversation: received.conversation, conversationSid, interaction, fields };
}

describe('onInteractionCreated', () => {
  it("makes a Conversation foreign before its customer writes, if somebody else's", async () => {
    const { deployment, fields } = await routed();
    const conversationSid = `CH${'5'.repeat(32)}`;
    const event = { ...fields, EventType: 'onInteractionCreated', MediaChannelSid: conversationSid };
    expect(await deployment.call(INTERACTIONS, event)).toMatchObject({
      status: 200,
      body: { reason: 'foreign' },
      calls: 1,
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'foreign' });
  });

  it('changes nothing about one of our own', async () => {
    const { deployment, conversationSid, fields } = await routed();
    const before = deployment.recordOf(conversationSid);
    const answer = await deployment.call(INTERACTIONS, { ...fields, EventType: 'onInteractionCreated' });
    expect(answer).toMatchObject({ status: 200, calls: 2 });
    expect(deployment.recordOf(conversationSid)).toEqual(before);
  });

  it('of a channel type that no entry names costs nothing', async () => {
    const { deployment, fields } = await routed();
    const event = { ...fields, EventType: 'onInteractionCreated', MediaChannelType: 'voice' };
    expect(await deployment.call(INTERACTIONS, event)).toMatchObject({
      body: { reason: 'not_ours' },
      calls: 0,
    });
  });
});

describe('onChannelCreateFailed', () => {
  it.each([45356, 45366, 45770])('%d: it is routed again', async (code) => {
    const { deployment, conversationSid, interaction, fields } = await routed();
    await fail(deployment, interaction, code);
    const answer = await deployment.call(INTERACTIONS, {
      ...fields,
      EventType: 'onChannelCreateFailed',
      ErrorCode: String(code),
    });
    expect(answer.body).toMatchObject({ outcome: 'routed' });
    expect(answer.calls).toBeLessThanOrEqual(6);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', attempt: 2 });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('45355: nobody had joined, so the next message does it', async () => {
    const { deployment, conversationSid, interaction, fields } = await routed();
    await fail(deployment, interaction, 45355);
    await deployment.call(INTERACTIONS, {
      ...fields,
      EventType: 'onChannelCreateFailed',
      ErrorCode: 45355,
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'claimed', leaseUntilMs: 0 });
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello?');
    await deployment.settle();
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('45354: the Conversation is closed, and so is the record', async () => {
    const { deployment, conversationSid, interaction, fields } = await routed();
    await fail(deployment, interaction, 45354);
    await deployment.call(INTERACTIONS, {
      ...fields,
      EventType: 'onChannelCreateFailed',
      ErrorCode: '45354',
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
  });

  it('is given up by the policy after three attempts, with an alert', async () => {
    const { deployment, conversation, conversationSid, fields } = await routed();
    for (let attempt = 1; attempt <= 3; attempt++) {
      const interaction = deployment.twilio.interactions.ofConversation(conversationSid);
      if (!interaction) throw new Error('it was not routed');
      await fail(deployment, interaction, 45356);
      await deployment.call(INTERACTIONS, {
        ...fields,
        EventType: 'onChannelCreateFailed',
        InteractionSid: interaction.entity.sid,
        ChannelSid: interaction.channel.sid,
        ErrorCode: '45356',
      });
      await deployment.settle();
    }
    expect(deployment.logs.at(-1)).toMatchObject({
      level: 'error',
      outcome: 'closed_by_policy',
      alert: true,
    });
    expect(conversation.entity.state).toBe('closed');
  });

  it("of a duplicate leaves the record's own channel alone", async () => {
    const { deployment, conversationSid, fields } = await routed();
    const event = {
      ...fields,
      EventType: 'onChannelCreateFailed',
      InteractionSid: `KD${'8'.repeat(32)}`,
      ChannelSid: `UO${'8'.repeat(32)}`,
      ErrorCode: '45353',
    };
    const before = deployment.recordOf(conversationSid);
    expect((await deployment.call(INTERACTIONS, event)).body).toMatchObject({ outcome: 'already_routed' });
    expect(deployment.recordOf(conversationSid)).toEqual(before);
  });

  async function fail(
    deployment: Deployment,
    interaction: Awaited<ReturnType<typeof routed>>['interaction'],
    code: number,
  ): Promise<void> {
    interaction.channel.status = 'failed';
    interaction.channel.error_code = code;
    deployment.twilio.interactions.store.unmapConversation(interaction);
    for (const task of interaction.tasks) {
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, 'failed');
    }
    await deployment.settle();
  }
});

describe('onChannelStatusUpdated', () => {
  it('closed closes the record', async () => {
    const { deployment, conversationSid, fields } = await routed();
    await deployment.call(INTERACTIONS, {
      ...fields,
      EventType: 'onChannelStatusUpdated',
      ChannelStatus: 'closed',
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
  });

  it('closed of another channel does not', async () => {
    const { deployment, conversationSid, fields } = await routed();
    const event = {
      ...fields,
      EventType: 'onChannelStatusUpdated',
      ChannelSid: `UO${'8'.repeat(32)}`,
      ChannelStatus: 'closed',
    };
    await deployment.call(INTERACTIONS, event);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  it.each([
    ['flex', 'routed', 'already_routed'],
    ['ours', 'parked', 'resumed'],
  ] as const)(
    'inactive, with LEAVE_ROUTING=%s: the record is %s, and the next message is %s',
    async (leave, state, outcome) => {
      const { deployment, conversationSid, interaction, fields } = await routed({
        settings: { LEAVE_ROUTING: leave },
      });
      deployment.twilio.interactions.leaveAndPause.routing = leave === 'ours' ? 'custom' : 'flex';
      interaction.channel.status = 'inactive';
      for (const task of interaction.tasks) {
        deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
      }
      await deployment.call(INTERACTIONS, {
        ...fields,
        EventType: 'onChannelStatusUpdated',
        ChannelStatus: 'inactive',
      });
      expect(deployment.recordOf(conversationSid)).toMatchObject({ state });
      await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'I am back');
      await deployment.settle();
      expect(deployment.logs.at(-1)).toMatchObject({ outcome });
      expect(deployment.twilio.interactions.interactions.size).toBe(1);
    },
  );
});

describe('onParticipantLeft', () => {
  it('the last agent has gone and the customer is still there: policy', async () => {
    const { deployment, conversationSid, interaction, fields } = await routed();
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    ada?.accept();
    const participant = interaction.participants.find(({ entity }) => entity.type === 'agent');
    if (!participant) throw new Error('nobody joined');
    ada?.setActivity('Break');
    deployment.twilio.interactions.participants.update(interaction, participant, 'closed');
    const event = { ...fields, EventType: 'onParticipantLeft', ParticipantType: 'agent' };
    expect((await deployment.call(INTERACTIONS, event)).body).toMatchObject({ outcome: 'rerouted' });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', reroutes: 1 });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('an agent who ends the Conversation leaves nothing to do', async () => {
    const { deployment, conversationSid } = await routed({ withTaskEvents: true });
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    ada?.accept();
    await deployment.settle();
    ada?.complete();
    await deployment.settle();
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
    expect(deployment.liveTasks).toHaveLength(0);
    expect(deployment.logs.some(({ outcome }) => outcome === 'rerouted')).toBe(false);
  });

  it.each(['customer', 'supervisor'])('a %s who leaves is none of our business', async (type) => {
    const { deployment, fields } = await routed();
    const event = { ...fields, EventType: 'onParticipantLeft', ParticipantType: type };
    expect(await deployment.call(INTERACTIONS, event)).toMatchObject({
      body: { reason: 'uninteresting' },
      calls: 0,
    });
  });
});

describe('a malformed event', () => {
  it.each([
    [{ EventType: undefined }, 'EventType'],
    [{ EventType: 'onInteractionCreated', InteractionSid: 'KD1' }, 'InteractionSid'],
    [{ EventType: 'onChannelStatusUpdated', ChannelStatus: ['closed'] }, 'ChannelStatus'],
    [{ EventType: 'onParticipantLeft', MediaChannelSid: 'CH1', ParticipantType: 'agent' }, 'MediaChannelSid'],
  ])('%j is refused, naming the field', async (changes, field) => {
    const { deployment, fields } = await routed();
    const answer = await deployment.call(INTERACTIONS, { ...fields, ...changes });
    expect(answer.status).toBe(400);
    expect(answer.body.details).toEqual({ fields: { [field]: expect.any(String) as string } });
    expect(answer.log).toMatchObject({ outcome: 'invalid_request', reason: field });
  });
});
