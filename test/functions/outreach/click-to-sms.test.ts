import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import { cancelTasks } from '../deaf-deployment';
import { messages, openConversations, refusalOf, SMS, TEXT, withAgents } from './outreach-deployment';

const LEASE_MS = 10_000;

describe('an agent reaches out by SMS', () => {
  it('is offered the task, and the customer gets the text', async () => {
    const { deployment, ada } = withAgents();
    const answer = await deployment.callAgent(ada, SMS, { ...TEXT, customerName: 'Ella' });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body).sort()).toEqual([
      'channelSid',
      'conversationSid',
      'interactionSid',
      'taskSid',
    ]);
    await deployment.settle();
    expect(ada.reservations.map(({ task_sid: taskSid }) => taskSid)).toEqual([answer.body.taskSid]);
    expect(messages(deployment)).toEqual(['Your parcel is here.']);
    const attributes = JSON.parse(deployment.liveTasks[0]?.entity.attributes ?? '{}') as object;
    expect(attributes).toMatchObject({
      customerAddress: CUSTOMER_NUMBER,
      customerName: 'Ella',
      businessAddress: BUSINESS_NUMBER,
      direction: 'outbound',
      conversationSid: answer.body.conversationSid,
    });
  });

  it('writes nothing when there is no text', async () => {
    const { deployment, ada } = withAgents();
    const { status, body } = await deployment.callAgent(ada, SMS, { to: CUSTOMER_NUMBER, body: '' });
    expect(status).toBe(201);
    expect(messages(deployment)).toEqual([]);
    expect(deployment.recordOf(body.conversationSid as string)).toMatchObject({
      state: 'routed',
      interactionSid: body.interactionSid,
    });
  });

  it('writes its record also if Twilio told of the Interaction first', async () => {
    const { deployment, ada } = withAgents();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'slow', delayMs: 2_000 });
    const clicked = deployment.callAgent(ada, SMS, { to: CUSTOMER_NUMBER });
    const { interactionSid, channelSid, conversationSid, taskSid } = (await settled(deployment, clicked))
      .body;
    expect(deployment.deliveries.map(({ title }) => title)).toContain('onInteractionCreated');
    expect(deployment.recordOf(String(conversationSid))).toMatchObject({
      state: 'routed',
      interactionSid,
      channelSid,
      taskSid,
    });
  });

  it('costs seven REST calls with a text, all guards included', async () => {
    const { deployment, ada } = withAgents();
    expect((await deployment.callAgent(ada, SMS, TEXT)).calls).toBe(7);
    const platform = deployment.platform();
    await deployment.callAgent(ada, SMS, { ...TEXT, to: '+12025550144' }, platform);
    // A process that has sent before knows where the count stands.
    expect((await deployment.callAgent(ada, SMS, { ...TEXT, to: '+12025550145' }, platform)).calls).toBe(7);
  });

  it('keeps the customer, who answers, in the same Interaction', async () => {
    const { deployment, ada } = withAgents();
    const { body } = await deployment.callAgent(ada, SMS, TEXT);
    await deployment.settle();
    ada.accept();
    await deployment.settle(LEASE_MS);
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Thank you');
    await deployment.settle();
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.liveTasks).toHaveLength(1);
    expect(deployment.recordOf(body.conversationSid as string)).toMatchObject({
      state: 'routed',
      interactionSid: body.interactionSid,
    });
  });

  it('closes its record when its channel closes, though nobody has answered', async () => {
    const { deployment, ada } = withAgents();
    const { body } = await deployment.callAgent(ada, SMS, TEXT);
    await deployment.settle();
    ada.accept();
    await deployment.settle();
    deployment.twilio.world.deliveries.weather = {
      copies: ({ from }) => (from === 'interactions' ? [0] : []),
    };
    ada.complete();
    await deployment.settle();
    expect(deployment.recordOf(body.conversationSid as string)).toMatchObject({
      state: 'closed',
      interactionSid: body.interactionSid,
    });
  });

  it('keeps a customer who answers before the agent has accepted', async () => {
    const { deployment } = withAgents();
    const [ada] = deployment.account.agents;
    await deployment.callAgent(ada, SMS, TEXT);
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Who is it?');
    await deployment.settle();
    expect(deployment.countCalls(/POST .*\/Interactions$/)).toBe(1);
  });

  it('takes attributes as an object or as JSON', async () => {
    for (const attributes of [{ orderId: 17 }, '{"orderId":17}']) {
      const { deployment, ada } = withAgents();
      await deployment.callAgent(ada, SMS, { ...TEXT, attributes });
      expect(JSON.parse(deployment.liveTasks[0]?.entity.attributes ?? '{}')).toMatchObject({ orderId: 17 });
    }
  });

  it('says so when only the first message fails, and the Interaction stays', async () => {
    const { deployment, ada } = withAgents();
    deployment.twilio.faults.add({
      operation: 'CreateConversationMessage',
      kind: 'status',
      status: 400,
      code: 30007,
    });
    const { status, body } = await deployment.callAgent(ada, SMS, TEXT);
    expect(status).toBe(201);
    expect(body).toMatchObject({ messageSent: false, messageError: 30007 });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('uses the Messaging Service that is set, for registered traffic', async () => {
    const messagingServiceSid = `MG${'ab'.repeat(16)}`;
    const { deployment, ada } = withAgents({
      settings: { OUTBOUND_MESSAGING_SERVICE_SID: messagingServiceSid },
    });
    await deployment.callAgent(ada, SMS, TEXT);
    expect(openConversations(deployment)[0]?.entity.messaging_service_sid).toBe(messagingServiceSid);
  });
});

describe('a customer who is in an open Conversation already', () => {
  async function served() {
    const world = withAgents();
    const received = await new Customer(world.deployment.twilio, CUSTOMER_NUMBER).write(
      BUSINESS_NUMBER,
      'Hello',
    );
    await world.deployment.settle();
    return { ...world, conversationSid: received?.conversation.entity.sid };
  }

  it('is not written to in another one; with nobody yet', async () => {
    const { deployment, ada, conversationSid } = await served();
    const refusal = await refusalOf(deployment.callAgent(ada, SMS, TEXT));
    expect(refusal).toMatchObject({
      status: 409,
      code: 'conversation_already_open',
      details: { conversationSid, with: 'nobody' },
    });
    expect(refusal.calls).toBeLessThanOrEqual(4);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(messages(deployment)).toEqual(['Hello']);
  });

  it('with the agent who asks, or with another one', async () => {
    const { deployment, ada, grace, conversationSid } = await served();
    const [first, other] = ada.reservations.length > 0 ? [ada, grace] : [grace, ada];
    first.accept();
    await deployment.settle();
    const record = deployment.recordOf(conversationSid ?? '');
    const details = { conversationSid, interactionSid: record?.interactionSid };
    for (const [agent, whom] of [
      [first, 'you'],
      [other, 'another_agent'],
    ] as const) {
      const refusal = await refusalOf(deployment.callAgent(agent, SMS, TEXT));
      expect(refusal).toMatchObject({
        status: 409,
        code: 'conversation_already_open',
        details: { ...details, with: whom },
      });
      expect(refusal.calls).toBeLessThanOrEqual(4);
    }
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('with nobody yet, while another agent has not accepted yet', async () => {
    const { deployment, ada, grace } = withAgents();
    const { body } = await deployment.callAgent(ada, SMS, { to: CUSTOMER_NUMBER });
    expect(await refusalOf(deployment.callAgent(grace, SMS, TEXT))).toMatchObject({
      status: 409,
      details: {
        conversationSid: body.conversationSid,
        interactionSid: body.interactionSid,
        with: 'nobody',
      },
    });
  });

  it.each([
    ['/agent/resume', { outcome: 'already_live' }, { outcome: 'resumed' }],
    ['/agent/close', { code: 'not_your_interaction' }, { outcome: 'closed' }],
  ])('with nobody, may be taken by any agent once no task waits: %s', async (url, waiting, free) => {
    const { deployment, ada, grace } = withAgents();
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const { body } = await deployment.callAgent(ada, SMS, { to: CUSTOMER_NUMBER });
    await deployment.settle();
    const refusal = await deployment.callAgent(grace, SMS, TEXT);
    expect(refusal.body).toMatchObject({
      message:
        'No agent is in the open Conversation of this customer. Accept its task if you are offered it; if nobody is, take it or close it.',
      details: { with: 'nobody' },
    });
    const { conversationSid } = body;
    expect((await deployment.callAgent(grace, url, { conversationSid })).body).toMatchObject(waiting);
    cancelTasks(deployment);
    expect((await deployment.callAgent(grace, url, { conversationSid })).body).toMatchObject(free);
  });

  describe('after an outreach with a text, which nobody has answered', () => {
    const OTHER = { ...TEXT, body: 'Something else' };

    async function outreach(settings: Record<string, string> = {}) {
      const world = withAgents({ settings });
      const { deployment, ada } = world;
      deployment.context.TRANSFER_WORKFLOW_SID = deployment.account.transfer.sid;
      const { body } = await deployment.callAgent(ada, SMS, TEXT);
      await deployment.settle();
      return { ...world, body };
    }

    async function expectWith(world: Awaited<ReturnType<typeof outreach>>, expected: [string, string]) {
      const { deployment, ada, grace, body } = world;
      const { conversationSid, interactionSid } = body;
      for (const [index, agent] of [ada, grace].entries()) {
        const refusal = await refusalOf(deployment.callAgent(agent, SMS, OTHER));
        expect(refusal).toMatchObject({ status: 409, code: 'conversation_already_open' });
        expect(refusal.details).toEqual({ conversationSid, interactionSid, with: expected[index] });
        expect(refusal.calls).toBeLessThanOrEqual(4);
      }
      expect(messages(deployment)).toEqual([TEXT.body]);
    }

    it('with whoever began it, while they may be at it', async () => {
      await expectWith(await outreach(), ['you', 'another_agent']);
    });

    it('with nobody, if its task is not accepted', async () => {
      const world = await outreach();
      await world.deployment.settle(LEASE_MS);
      await expectWith(world, ['nobody', 'nobody']);
    });

    it.each([0, LEASE_MS])('with whoever has accepted it, after %d ms', async (waitMs) => {
      const world = await outreach();
      world.ada.accept();
      await world.deployment.settle(waitMs);
      await expectWith(world, ['you', 'another_agent']);
    });

    it('with whoever it was transferred to', async () => {
      const world = await outreach();
      const { deployment, ada, grace, body } = world;
      ada.accept();
      await deployment.settle();
      const parameters = { taskSid: body.taskSid, mode: 'cold', workerSid: grace.sid };
      expect((await deployment.callAgent(ada, '/agent/transfer', parameters)).status).toBe(201);
      await deployment.settle();
      grace.accept();
      await deployment.settle(LEASE_MS);
      await expectWith(world, ['another_agent', 'you']);
    });

    it('with nobody, if Twilio has told nothing of its Interaction', async () => {
      const world = withAgents();
      const { deployment, ada, grace } = world;
      deployment.twilio.world.deliveries.weather = { copies: () => [] };
      const { body } = await deployment.callAgent(ada, SMS, TEXT);
      await deployment.settle(LEASE_MS);
      expect(await refusalOf(deployment.callAgent(grace, SMS, OTHER))).toMatchObject({
        status: 409,
        details: {
          conversationSid: body.conversationSid,
          interactionSid: body.interactionSid,
          with: 'nobody',
        },
      });
      expect(messages(deployment)).toEqual([TEXT.body]);
    });
  });

  it('with nobody yet, while they are being routed', async () => {
    const { deployment, ada } = withAgents();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'slow', delayMs: 1_000 });
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    await deployment.settle(100);
    expect(await refusalOf(deployment.callAgent(ada, SMS, TEXT))).toMatchObject({
      status: 409,
      details: { with: 'nobody' },
    });
  });

  it('is told of also if the Conversation is of another system', async () => {
    const { deployment, ada, grace } = withAgents();
    const { conversationActions } = deployment.twilio;
    const bySystem = { source: 'API', webhookEnabled: false } as const;
    const conversation = conversationActions.create({}, bySystem);
    const binding = { type: 'sms', address: CUSTOMER_NUMBER, proxy_address: BUSINESS_NUMBER };
    conversationActions.addParticipant(conversation, { binding }, bySystem);
    const clickOf = async (agent: typeof ada) => (await deployment.callAgent(agent, SMS, TEXT)).body;
    const { sid: conversationSid } = conversation.entity;
    const refusal = { code: 'conversation_already_open', requestId: expect.any(String) as string };
    expect(await clickOf(ada)).toEqual({
      ...refusal,
      message:
        'No agent is in the open Conversation of this customer. Accept its task if you are offered it; if nobody is, take it or close it.',
      details: { conversationSid, interactionSid: undefined, with: 'nobody' },
    });
    conversationActions.addParticipant(conversation, { identity: ada.identity }, bySystem);
    expect(await clickOf(ada)).toEqual({
      ...refusal,
      message: 'You are in a Conversation with this customer already. Write there.',
      details: { conversationSid, interactionSid: undefined, with: 'you' },
    });
    expect(await clickOf(grace)).toEqual({
      ...refusal,
      message: 'Another agent is in a Conversation with this customer already.',
      details: { conversationSid, interactionSid: undefined, with: 'another_agent' },
    });
    expect(openConversations(deployment)).toHaveLength(1);
  });
});
