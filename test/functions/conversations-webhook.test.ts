import { parseObject } from '../../simulator/kernel/parse-object';
import { ChatCustomer } from '../../simulator/people/chat-customer';
import { Customer } from '../../simulator/people/customer';
import { BOT_NUMBER, BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment, VIP_NUMBER } from '../support/deployment';

const WEBHOOK = '/webhooks/conversations';
const ONE_NUMBER = { addresses: { [BUSINESS_NUMBER]: { inbound: true } } };
const MAIL_IDENTITY = 'ella@customer.example';

/** The one Interaction that should exist. */
function onlyTask(deployment: Deployment) {
  const tasks = [...deployment.twilio.workspace.tasks.values()];
  expect(tasks).toHaveLength(1);
  const [task] = tasks;
  if (!task) throw new Error('no task');
  return { ...task.entity, attributes: parseObject(task.entity.attributes) };
}

/** The deliveries that Twilio made of one event type, as the product received them. */
function delivered(deployment: Deployment, type: string): Record<string, string>[] {
  return deployment.deliveries
    .filter(({ title }) => title === type)
    .map(({ detail }) => detail.parameters as Record<string, string>);
}

async function firstMessage(deployment: Deployment, to = BUSINESS_NUMBER, body = 'Hello') {
  const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(to, body);
  if (!received) throw new Error('nobody took the message');
  return received.conversation.entity.sid;
}

describe("a customer's first SMS", () => {
  it('reaches an agent, who accepts and answers', async () => {
    const deployment = new Deployment({ latencyMs: 40 });
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    const conversationSid = await firstMessage(deployment);
    await deployment.settle();
    ada?.accept();
    await deployment.settle();
    ada?.write(conversationSid, 'Good morning');
    await deployment.settle();
    expect(deployment.twilio.conversations.find(conversationSid)?.messages.map(({ body }) => body)).toEqual([
      'Hello',
      'Good morning',
    ]);
    expect(deployment.logs.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'in_progress',
      'routed',
      'agent_message',
    ]);
  });

  it('becomes an Interaction with the channel, routing and attributes that Flex knows', async () => {
    const deployment = new Deployment();
    const conversationSid = await firstMessage(deployment);
    await deployment.settle();
    const created = deployment.twilio.timeline.entries.find(({ title }) => title === 'POST /v1/Interactions');
    const { body } = created?.detail.request as { body: Record<string, string> };
    expect(JSON.parse(body.Channel ?? '')).toEqual({
      type: 'sms',
      initiated_by: 'customer',
      properties: { media_channel_sid: conversationSid },
    });
    expect(JSON.parse(body.Routing ?? '')).toEqual({
      properties: {
        workspace_sid: deployment.context.TASKROUTER_WORKSPACE_SID,
        workflow_sid: deployment.context.TASKROUTER_WORKFLOW_SID,
        task_channel_unique_name: 'sms',
        attributes: {
          customerAddress: CUSTOMER_NUMBER,
          customerName: CUSTOMER_NUMBER,
          from: CUSTOMER_NUMBER,
          businessAddress: BUSINESS_NUMBER,
          routedBy: 'flex-conversations-functions',
        },
      },
    });
  });

  it('answers with the SIDs of what it made', async () => {
    const deployment = new Deployment({ wiring: 'address' });
    await firstMessage(deployment);
    await deployment.settle();
    const [delivery] = deployment.deliveries.filter(({ title }) => title === 'onMessageAdded');
    expect(JSON.parse(String(delivery?.detail.answer))).toEqual({
      outcome: 'routed',
      interactionSid: expect.stringMatching(/^KD/) as string,
      channelSid: expect.stringMatching(/^UO/) as string,
      taskSid: onlyTask(deployment).sid,
    });
  });

  it("goes to the workflow, with the priority, attributes and task channel of its number's entry", async () => {
    const deployment = new Deployment({
      table: {
        addresses: {
          [BUSINESS_NUMBER]: { inbound: true },
          [VIP_NUMBER]: {
            inbound: true,
            priority: 7,
            timeoutSeconds: 600,
            taskChannel: 'chat',
            attributes: { team: 'vip' },
          },
        },
      },
    });
    const vip = deployment.twilio.taskRouterParts.resources.createWorkflow(
      deployment.twilio.workspace,
      'VIP',
      JSON.stringify({ task_routing: { default_filter: { queue: deployment.account.support.sid } } }),
    );
    const table = JSON.parse(deployment.table) as { addresses: Record<string, { workflowSid?: string }> };
    table.addresses[VIP_NUMBER] = { ...table.addresses[VIP_NUMBER], workflowSid: vip.sid };
    deployment.table = JSON.stringify(table);
    await firstMessage(deployment, VIP_NUMBER);
    await deployment.settle();
    expect(onlyTask(deployment)).toMatchObject({
      workflow_sid: vip.sid,
      priority: 7,
      timeout: 600,
      task_channel_unique_name: 'chat',
      attributes: { team: 'vip', businessAddress: VIP_NUMBER },
    });
  });

  it('is routed once, whichever event comes first and however often', async () => {
    const source = new Deployment({ seed: 'source', table: { default: { inbound: false } } });
    await firstMessage(source);
    await source.settle();
    const events = [...delivered(source, 'onConversationAdded'), ...delivered(source, 'onMessageAdded')];
    for (const order of [events, [...events].reverse(), [...events, ...events]]) {
      const deployment = new Deployment({ seed: 'source' });
      deployment.twilio.world.deliveries.weather = { copies: () => [] };
      await firstMessage(deployment);
      const outcomes = [];
      for (const event of order) outcomes.push((await deployment.call(WEBHOOK, event)).body.outcome);
      expect(outcomes.filter((outcome) => outcome === 'routed')).toHaveLength(1);
      expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
    }
  });

  it.each(['STOP', ' stop ', 'Unsubscribe', 'QUIT', 'optout'])('starts nothing if it is %p', async (body) => {
    const deployment = new Deployment({ wiring: 'address' });
    await firstMessage(deployment, BUSINESS_NUMBER, body);
    await deployment.settle();
    expect(deployment.logs).toMatchObject([{ outcome: 'ignored', reason: 'opted_out', calls: 0 }]);
    expect(deployment.twilio.interactions.interactions.size).toBe(0);
  });

  it('is routed if STOP is only part of a sentence, or comes by WhatsApp', async () => {
    const deployment = new Deployment({ wiring: 'address' });
    await firstMessage(deployment, BUSINESS_NUMBER, 'Please stop calling me');
    await new Customer(deployment.twilio, `whatsapp:${CUSTOMER_NUMBER}`).write(
      `whatsapp:${BUSINESS_NUMBER}`,
      'STOP',
    );
    await deployment.settle();
    expect(deployment.twilio.interactions.interactions.size).toBe(2);
  });
});

describe('many deliveries at once', () => {
  it('50 for one new Conversation make one Interaction and 50 answers of 2xx', async () => {
    const deployment = new Deployment();
    deployment.twilio.world.deliveries.weather = { copies: () => Array.from({ length: 25 }, () => 0) };
    await firstMessage(deployment);
    await deployment.settle();
    expect(deployment.deliveries).toHaveLength(50);
    expect(deployment.deliveries.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
  });

  it('20 customers on two numbers make 20 Interactions', async () => {
    const deployment = new Deployment();
    const customers = Array.from({ length: 20 }, (_, index) => `+1202555${String(1000 + index)}`);
    await Promise.all(
      customers.map((address, index) =>
        new Customer(deployment.twilio, address).write(
          index % 2 === 0 ? BUSINESS_NUMBER : VIP_NUMBER,
          'Hello',
        ),
      ),
    );
    await deployment.settle();
    const conversations = [...deployment.twilio.interactions.interactions.values()].map(
      ({ conversation }) => conversation?.entity.sid,
    );
    expect(conversations).toHaveLength(20);
    expect(new Set(conversations).size).toBe(20);
    expect(
      [...deployment.twilio.workspace.tasks.values()].filter(({ entity }) => entity.priority === 10),
    ).toHaveLength(10);
  });
});

describe('REST calls per event', () => {
  it('first message by an address webhook: three, and two for the loser of two deliveries', async () => {
    const deployment = new Deployment({
      wiring: 'address',
      latencyMs: 40,
      table: ONE_NUMBER,
    });
    deployment.twilio.world.deliveries.weather = { copies: () => [0, 0] };
    await firstMessage(deployment);
    await deployment.settle();
    const messages = deployment.logs.filter(({ event }) => event === 'onMessageAdded');
    expect(messages.map(({ outcome, calls }) => [outcome, calls])).toEqual([
      ['in_progress', 2],
      ['routed', 3],
    ]);
  });

  it('first message by the service webhook: one more to learn the number, for the loser as well', async () => {
    const deployment = new Deployment({ latencyMs: 40 });
    await firstMessage(deployment);
    await deployment.settle();
    expect(deployment.logs.map(({ event, outcome, calls }) => [event, outcome, calls])).toEqual([
      ['onMessageAdded', 'in_progress', 3],
      ['onConversationAdded', 'routed', 4],
    ]);
  });

  it.each([
    ['by an address webhook: two', { wiring: 'address', table: ONE_NUMBER }, 2],
    ['by an address webhook, where the number has to be learned: three', { wiring: 'address' }, 3],
    ['by the service webhook: three', { wiring: 'service' }, 3],
  ] as const)('the first message once more, whatever it says of its time, %s', async (_, options, calls) => {
    const deployment = new Deployment(options);
    await firstMessage(deployment);
    await deployment.settle();
    const [event] = delivered(deployment, 'onMessageAdded');
    for (const DateCreated of [event?.DateCreated, undefined, '2021-09-01T21:04:56.971Z']) {
      const answer = await deployment.call(WEBHOOK, { ...event, DateCreated });
      expect(answer).toMatchObject({ status: 200, body: { outcome: 'already_routed' }, calls });
    }
  });

  it('a later message: one read', async () => {
    const deployment = new Deployment();
    await firstMessage(deployment);
    await deployment.settle();
    await firstMessage(deployment, BUSINESS_NUMBER, 'And another thing');
    await deployment.settle();
    expect(deployment.logs.at(-1)).toMatchObject({ outcome: 'already_routed', calls: 1 });
  });

  it('a redelivery that Twilio repeats after a failure is read, whatever its age', async () => {
    const deployment = new Deployment();
    await firstMessage(deployment);
    await deployment.settle();
    const [event] = delivered(deployment, 'onMessageAdded');
    const answer = await deployment.call(WEBHOOK, { ...event, RetryCount: '1' });
    expect(answer.body.outcome).toBe('already_routed');
  });

  it.each([
    [
      "an agent's message",
      { Source: 'SDK', ClientIdentity: 'ada', Author: 'ada', Index: '3' },
      'agent_message',
    ],
    ["a bot's message by REST", { Source: 'API', Author: 'bot', Index: '0' }, 'agent_message'],
    [
      'a channel that no entry names',
      { Source: 'MESSENGER', Author: 'messenger:123', Index: '0' },
      'not_ours',
    ],
    ['an event that does not concern us', { EventType: 'onDeliveryUpdated' }, 'uninteresting'],
    [
      'a new Conversation of another number',
      {
        EventType: 'onConversationAdded',
        Source: 'SMS',
        State: 'active',
        'MessagingBinding.Address': CUSTOMER_NUMBER,
        'MessagingBinding.ProxyAddress': BOT_NUMBER,
      },
      'not_ours',
    ],
  ])('%s: none', async (_, fields, reason) => {
    const deployment = new Deployment();
    const answer = await deployment.call(WEBHOOK, {
      EventType: 'onMessageAdded',
      AccountSid: deployment.twilio.accountSid,
      ConversationSid: `CH${'1'.repeat(32)}`,
      MessageSid: `IM${'1'.repeat(32)}`,
      ...fields,
    });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'ignored', reason }, calls: 0 });
  });
});

describe('what Twilio refuses for good', () => {
  it('is given up: whoever finds a Conversation that was given up calls an operator', async () => {
    const deployment = new Deployment();
    deployment.twilio.faults.add({
      operation: 'CreateInteraction',
      kind: 'status',
      status: 400,
      code: 45004,
      times: 1,
    });
    await firstMessage(deployment);
    await deployment.settle();
    await firstMessage(deployment, BUSINESS_NUMBER, 'Anybody?');
    await deployment.settle();
    expect(deployment.logs.filter(({ outcome }) => outcome === 'failed').length).toBeGreaterThan(1);
    for (const line of deployment.logs.filter(({ outcome }) => outcome === 'failed'))
      expect(line).toMatchObject({ level: 'error', alert: true, code: 45004 });
  });
});

describe('what is not ours', () => {
  it("a Conversation on a bot's number gets nothing, whatever arrives", async () => {
    const deployment = new Deployment();
    await firstMessage(deployment, BOT_NUMBER);
    await firstMessage(deployment, BOT_NUMBER, 'again');
    await deployment.settle();
    expect(deployment.logs.map(({ reason }) => reason)).toEqual(['not_ours', 'not_ours', 'not_ours']);
    expect(deployment.twilio.sync.findService('default')?.documents.size).toBe(0);
    expect(deployment.twilio.interactions.interactions.size).toBe(0);
  });

  it("a Conversation that Flex's own outbound made gets nothing but a note that it is foreign", async () => {
    const deployment = new Deployment();
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    const interaction = deployment.twilio.interactions.create(
      {
        type: 'sms',
        initiated_by: 'agent',
        participants: [{ address: CUSTOMER_NUMBER, proxy_address: BUSINESS_NUMBER }],
      },
      {
        workspace_sid: deployment.twilio.workspace.entity.sid,
        workflow_sid: deployment.account.assignToAnyone.sid,
        queue_sid: deployment.account.everyone.sid,
        worker_sid: ada?.sid,
        task_channel_unique_name: 'sms',
      },
      {},
    );
    await deployment.settle();
    ada?.accept();
    ada?.write(interaction.conversation?.entity.sid ?? '', 'Good morning, how can I help?');
    await deployment.settle();
    for (const text of ['Who is this?', 'Hello?']) await firstMessage(deployment, BUSINESS_NUMBER, text);
    await deployment.settle();
    expect(deployment.logs.map(({ reason, outcome }) => reason ?? outcome)).toEqual([
      'agent_message',
      'in_progress',
      'foreign',
    ]);
    await firstMessage(deployment, BUSINESS_NUMBER, 'Anybody?');
    await deployment.settle();
    expect(deployment.logs.at(-1)).toMatchObject({ outcome: 'ignored', reason: 'foreign', calls: 1 });
    expect(deployment.twilio.interactions.interactions.size).toBe(1);
  });

  it('the events of another Conversations service are left alone', async () => {
    const deployment = new Deployment({ settings: { CONVERSATIONS_SERVICE_SID: `IS${'9'.repeat(32)}` } });
    await firstMessage(deployment);
    await deployment.settle();
    expect(deployment.logs.every(({ reason, calls }) => reason === 'not_ours' && calls === 0)).toBe(true);
  });
});

describe('Conversations that cannot be routed yet, or any more', () => {
  it('nobody has joined: the claim is left to the first message', async () => {
    const deployment = new Deployment();
    const conversation = deployment.twilio.conversationActions.create(
      {},
      { source: 'API', webhookEnabled: false },
    );
    const answer = await deployment.call(WEBHOOK, {
      EventType: 'onConversationAdded',
      AccountSid: deployment.twilio.accountSid,
      ConversationSid: conversation.entity.sid,
      Source: 'SMS',
      State: 'active',
      'MessagingBinding.Address': CUSTOMER_NUMBER,
      'MessagingBinding.ProxyAddress': BUSINESS_NUMBER,
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'ignored', reason: 'participant_pending' },
      calls: 1,
    });
    expect(deployment.twilio.sync.findService('default')?.documents.size).toBe(0);
  });

  it('a group MMS is routed when it has been set up', async () => {
    const deployment = new Deployment();
    await deployment.twilio.inbound.receive({
      from: CUSTOMER_NUMBER,
      to: BUSINESS_NUMBER,
      others: ['+12025550188'],
      body: 'Hello both',
    });
    await deployment.settle(100);
    expect(deployment.logs.map(({ reason }) => reason)).toEqual(['initializing', 'initializing']);
    await deployment.settle();
    expect(deployment.logs.at(-1)).toMatchObject({ event: 'onConversationStateUpdated', outcome: 'routed' });
    expect(onlyTask(deployment).attributes).toMatchObject({ businessAddress: BUSINESS_NUMBER });
  });

  it('a closed Conversation closes its record, which expires a day later', async () => {
    const deployment = new Deployment();
    const sid = await firstMessage(deployment);
    await deployment.settle();
    const conversation = deployment.twilio.conversations.find(sid);
    if (!conversation) throw new Error('no conversation');
    deployment.twilio.conversationActions.setState(conversation, 'closed', 'API', {
      source: 'API',
      webhookEnabled: true,
    });
    await deployment.settle();
    expect(deployment.logs.at(-1)).toMatchObject({ outcome: 'ignored', reason: 'closed', calls: 2 });
    const document = deployment.twilio.sync.findService('default')?.byName.get(`interaction-${sid}`);
    expect(document?.data).toMatchObject({ state: 'closed' });
    const secondsLeft = (Date.parse(document?.date_expires ?? '') - deployment.clock.now()) / 1000;
    expect(secondsLeft).toBeGreaterThan(86_000);
    expect(secondsLeft).toBeLessThanOrEqual(86_400);
  });
});

describe('channel types', () => {
  it.each([
    ['whatsapp', `whatsapp:${CUSTOMER_NUMBER}`, `whatsapp:${BUSINESS_NUMBER}`, 'chat'],
    ['messenger', 'messenger:123456', 'messenger:our-page', 'chat'],
    ['gbm', 'gbm:customer', 'gbm:agent', 'chat'],
    ['email', 'ella@example.com', 'Support@Example.com', 'chat'],
  ])('%s is routed as itself', async (type, from, to, taskChannel) => {
    const deployment = new Deployment({ table: { addresses: { [to]: { inbound: true } } } });
    if (type !== 'whatsapp') {
      const { conversations, world } = deployment.twilio;
      const [any] = conversations.addresses.values();
      if (!any) throw new Error('no address');
      conversations.addresses.set(type, { ...any, sid: world.sids.next('IG'), address: to, type });
    }
    await new Customer(deployment.twilio, from).write(to, 'Hello');
    await deployment.settle();
    expect(onlyTask(deployment)).toMatchObject({
      task_channel_unique_name: taskChannel,
      attributes: { channelType: type, customerAddress: from },
    });
  });

  it.each([
    ['web', { web: { inbound: true } }, 'visitor-1'],
    ['chat', { chat: { inbound: true } }, 'visitor-1'],
    ['web', { web: { inbound: true } }, MAIL_IDENTITY],
  ])(
    'a %s customer writes through the SDK and is routed by the channel entry %j, as %s',
    async (type, channels, identity) => {
      const deployment = new Deployment({ table: { channels } });
      deployment.twilio.world.deliveries.weather = {
        copies: ({ title }) => (title === 'onMessageAdded' ? [0] : []),
      };
      new ChatCustomer(deployment.twilio, identity, 'Ella').write('Hello');
      await deployment.settle();
      expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
      expect(onlyTask(deployment).attributes).toMatchObject({ channelType: type, customerAddress: identity });
    },
  );

  it('an identity that looks like a mail address is none, also where somebody pointed its Conversation at us', async () => {
    const table = { addresses: { 'support@example.com': { inbound: true } }, channels: { web: {} } };
    const deployment = new Deployment({ table });
    new ChatCustomer(deployment.twilio, MAIL_IDENTITY).write('Hello');
    await deployment.settle();
    const [first] = delivered(deployment, 'onMessageAdded');
    await deployment.call(WEBHOOK, { ...first, WebhookSid: `WH${'1'.repeat(32)}` });
    const { attributes } = onlyTask(deployment);
    expect(attributes).toMatchObject({ channelType: 'chat', customerAddress: MAIL_IDENTITY });
  });
});
