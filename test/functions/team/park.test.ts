import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment, DOMAIN } from '../../support/deployment';
import { EVERY_HANDLE } from '../../support/handles';
import type { Team } from '../../support/team';
import {
  adaIsGone,
  agentsIn,
  agentsOf,
  attributesOf,
  liveTasks,
  taskOf,
  teamWithCustomer,
} from '../../support/team';

const PARK = '/agent/park';
const RESUME = '/agent/resume';
const CONVERSATIONS = '/webhooks/conversations';

async function parked(options = {}): Promise<Team> {
  const team = await teamWithCustomer(options);
  const { deployment, ada, taskSid } = team;
  const answer = await deployment.callAgent(ada, PARK, { taskSid });
  if (answer.body.outcome !== 'parked') throw new Error(JSON.stringify(answer.body));
  await deployment.settle();
  return team;
}

function document({ deployment }: Team, name: string): Record<string, unknown> | undefined {
  const found = deployment.twilio.sync.findService('default')?.byName.get(name);
  return found?.data as Record<string, unknown> | undefined;
}

function webhooksOf({ deployment, conversationSid }: Team) {
  return [...(deployment.twilio.conversations.find(conversationSid)?.webhooks.values() ?? [])];
}

function invitesOf({ deployment }: Team): number {
  return deployment.countCalls(/^POST .*\/Invites$/);
}

function outcomes({ deployment }: Team): unknown[] {
  return deployment.logs.filter(({ url }) => url === CONVERSATIONS).map(({ outcome }) => outcome);
}

describe('an agent parks', () => {
  it.each(EVERY_HANDLE)('by %s: they are free, and the customer stays', async (_, handleOf) => {
    const team = await teamWithCustomer();
    const { deployment, ada, conversationSid } = team;
    const answer = await deployment.callAgent(ada, PARK, handleOf(team));
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'parked' } });
    expect(answer.calls).toBeLessThanOrEqual(8);
    await deployment.settle();
    expect(agentsIn(team)).toEqual([]);
    expect(ada.reservations).toEqual([]);
    expect(liveTasks(team)).toEqual([]);
    expect(team.interaction.channel.status).toBe('active');
    expect(deployment.twilio.conversations.find(conversationSid)?.entity.state).toBe('active');
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'parked',
      parked: { workerSid: ada.sid },
    });
  });

  it('right after they reached out by a text, and the answer brings somebody', async () => {
    const deployment = new Deployment({ wiring: 'service' });
    const [ada] = deployment.account.agents;
    if (!ada) throw new Error('There is no agent');
    ada.setActivity('Available');
    const sent = await deployment.callAgent(ada, '/agent/click-to-sms', {
      to: CUSTOMER_NUMBER,
      body: 'Hello',
    });
    await deployment.settle(1_000);
    ada.accept();
    await deployment.settle(1_000);
    const { taskSid, conversationSid } = sent.body;
    expect(await deployment.callAgent(ada, PARK, { taskSid })).toMatchObject({
      status: 200,
      body: { outcome: 'parked' },
    });
    await deployment.settle();
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Thank you');
    await deployment.settle();
    expect(deployment.recordOf(String(conversationSid))).toMatchObject({ state: 'routed' });
    expect(deployment.countCalls(/^POST .*\/Invites$/)).toBe(1);
  });

  it('and what a resume needs is kept, and a webhook is there', async () => {
    const team = await parked();
    const { deployment, conversationSid, interaction } = team;
    expect(document(team, `parked-${conversationSid}`)).toMatchObject({
      conversationSid,
      interactionSid: interaction.entity.sid,
      workerSid: team.ada.sid,
      workflowSid: deployment.account.assignToAnyone.sid,
      taskChannel: 'sms',
      attributes: { customerAddress: team.customer.address },
    });
    expect(webhooksOf(team).map(({ configuration }) => configuration)).toMatchObject([
      { url: `https://${DOMAIN}/webhooks/conversations?parked=1`, filters: ['onMessageAdded'] },
    ]);
  });

  it("without touching anybody's Conversation attributes", async () => {
    const team = await teamWithCustomer();
    const conversation = team.deployment.twilio.conversations.find(team.conversationSid);
    if (!conversation) throw new Error('no Conversation');
    conversation.entity.attributes = '{"crm":"42"}';
    await team.deployment.callAgent(team.ada, PARK, { taskSid: team.taskSid });
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await team.deployment.settle();
    expect(conversation.entity.attributes).toBe('{"crm":"42"}');
    expect(team.deployment.countCalls(/^POST \/v1\/Conversations\/CH\w+$/)).toBe(0);
  });

  it('again, and it is parked already', async () => {
    const team = await parked();
    const { deployment, ada, conversationSid } = team;
    for (const handle of [{ taskSid: team.taskSid }, { conversationSid }]) {
      expect(await deployment.callAgent(ada, PARK, handle)).toMatchObject({
        status: 200,
        body: { outcome: 'already_parked' },
      });
    }
    expect(webhooksOf(team)).toHaveLength(1);
  });

  it.each([1, 20])(
    'twice at once, with %d ms a call: both are told, and there is one webhook',
    async (ms) => {
      const team = await teamWithCustomer();
      const { deployment, ada, taskSid, conversationSid } = team;
      deployment.twilio.latencyMs = ms;
      const both = Promise.all([1, 2].map(() => deployment.callAgent(ada, PARK, { taskSid })));
      await deployment.settle(5_000);
      expect((await both).map(({ body }) => body.outcome).sort()).toEqual(['already_parked', 'parked']);
      expect(agentsIn(team)).toEqual([]);
      expect(webhooksOf(team).map(({ sid }) => sid)).toEqual([
        (deployment.recordOf(conversationSid)?.parked as { webhookSid: string }).webhookSid,
      ]);
    },
  );

  it('only alone, and only with a part in it', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, joan, taskSid } = team;
    expect((await deployment.callAgent(joan, PARK, { taskSid })).body.code).toBe('not_your_interaction');
    await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
    grace.accept();
    await deployment.settle();
    expect(await deployment.callAgent(ada, PARK, { taskSid })).toMatchObject({
      status: 409,
      body: { code: 'already_in' },
    });
    expect(agentsIn(team)).toEqual([ada.identity, grace.identity]);
  });

  it("the Conversation of somebody else's Interaction, which is resumed as well", async () => {
    const team = await teamWithCustomer();
    const { deployment, conversationSid } = team;
    const record = document(team, `interaction-${conversationSid}`);
    Object.assign(record ?? {}, { state: 'foreign' });
    await deployment.callAgent(team.ada, PARK, { taskSid: team.taskSid });
    await deployment.settle();
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await deployment.settle();
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('and the customer of an Interaction without a record is resumed as well', async () => {
    const team = await teamWithCustomer();
    const { deployment, conversationSid } = team;
    const service = deployment.twilio.sync.findService('default');
    const found = service?.byName.get(`interaction-${conversationSid}`);
    if (service && found) deployment.twilio.sync.removeDocument(service, found);
    await deployment.callAgent(team.ada, PARK, { taskSid: team.taskSid });
    await deployment.settle();
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await deployment.settle();
    expect(liveTasks(team)).toHaveLength(1);
  });
});

describe('the webhook of a park', () => {
  it.each([
    ['localhost:3000', 'http://localhost:3000/'],
    ['localhost', 'http://localhost/'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000/'],
    ['127.0.10.100', 'http://127.0.10.100/'],
    ['not-localhost', 'https://not-localhost/'],
    ['localhost.example.com', 'https://localhost.example.com/'],
    ['flex.example.com', 'https://flex.example.com/'],
  ])('of the domain %s is at %s', async (domain, url) => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    deployment.context.DOMAIN_NAME = domain;
    await deployment.callAgent(ada, PARK, { taskSid });
    expect(webhooksOf(team)[0]?.configuration.url).toBe(`${url}webhooks/conversations?parked=1`);
  });

  it.each(['the domain is not known', 'the Conversation has too many'])(
    'is left out where %s',
    async (why) => {
      const team = await teamWithCustomer();
      const { deployment, ada, taskSid, conversationSid } = team;
      if (why === 'the domain is not known') delete deployment.context.DOMAIN_NAME;
      else
        deployment.twilio.faults.add({
          operation: 'CreateConversationScopedWebhook',
          kind: 'status',
          status: 409,
          code: 50361,
        });
      expect(await deployment.callAgent(ada, PARK, { taskSid })).toMatchObject({
        status: 200,
        body: { outcome: 'parked' },
      });
      expect(webhooksOf(team)).toEqual([]);
      expect(deployment.recordOf(conversationSid)?.parked).toEqual({
        workerSid: ada.sid,
        atMs: expect.any(Number) as number,
      });
      await deployment.settle();
      await team.customer.write(BUSINESS_NUMBER, 'Hello again');
      await deployment.settle();
      expect(liveTasks(team)).toHaveLength(1);
    },
  );

  it('that Twilio refuses for another reason parks nothing', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid, conversationSid } = team;
    deployment.twilio.faults.add({
      operation: 'CreateConversationScopedWebhook',
      kind: 'status',
      status: 403,
      code: 20403,
    });
    expect((await deployment.callAgent(ada, PARK, { taskSid })).status).toBe(500);
    expect(agentsIn(team)).toEqual([ada.identity]);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  it('that cannot be taken away now hinders no resume', async () => {
    const team = await parked();
    const { deployment, ada, conversationSid } = team;
    deployment.twilio.faults.add({ operation: 'DeleteConversationScopedWebhook', kind: 'refused' });
    const resuming = deployment.callAgent(ada, RESUME, { conversationSid });
    await deployment.settle(20_000);
    expect((await resuming).body.outcome).toBe('resumed');
    expect(webhooksOf(team)).toHaveLength(1);
    expect(liveTasks(team)).toHaveLength(1);
  });
});

describe('an agent who parks', () => {
  it('may be a supervisor who does so for the agent', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, boss, taskSid, conversationSid } = team;
    expect(await deployment.callAgent(boss, PARK, { taskSid })).toMatchObject({
      status: 200,
      body: { outcome: 'parked' },
    });
    await deployment.settle();
    expect(agentsIn(team)).toEqual([]);
    expect(deployment.recordOf(conversationSid)?.parked).toMatchObject({ workerSid: ada.sid });
  });

  it('waits until whoever is routing it is done', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid, conversationSid } = team;
    const leaseUntilMs = deployment.clock.now() + 10_000;
    Object.assign(document(team, `interaction-${conversationSid}`) ?? {}, {
      state: 'claimed',
      leaseUntilMs,
    });
    expect(await deployment.callAgent(ada, PARK, { taskSid })).toMatchObject({
      status: 503,
      body: { code: 'upstream_unavailable' },
    });
    expect(agentsIn(team)).toEqual([ada.identity]);
    await deployment.settle(11_000);
    expect((await deployment.callAgent(ada, PARK, { taskSid })).body.outcome).toBe('parked');
  });
});

describe("the customer's next message", () => {
  it('brings one Invite by the original routing, and takes away what parking left', async () => {
    const team = await parked();
    const { deployment, conversationSid } = team;
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await deployment.settle();
    expect(outcomes(team)).toContain('resumed');
    expect(invitesOf(team)).toBe(1);
    const [task] = liveTasks(team);
    expect(task?.entity).toMatchObject({
      workflow_sid: deployment.account.assignToAnyone.sid,
      task_channel_unique_name: 'sms',
    });
    expect(task && attributesOf(task)).toMatchObject({
      customerAddress: team.customer.address,
      conversationSid,
    });
    expect(document(team, `parked-${conversationSid}`)).toBeUndefined();
    expect(webhooksOf(team)).toEqual([]);
    const record = deployment.recordOf(conversationSid);
    expect(record).toMatchObject({ state: 'routed', taskSid: task?.entity.sid });
    expect(record?.parked).toBeUndefined();
    expect(deployment.twilio.interactions.interactions.size).toBe(1);
  });

  it('with the attributes of the task that was parked, long after Twilio deleted it', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    const task = taskOf(team, taskSid);
    task.entity.attributes = JSON.stringify({ ...attributesOf(task), orderNumber: '77' });
    await deployment.callAgent(ada, PARK, { taskSid });
    await deployment.settle(10 * 86_400_000);
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await deployment.settle();
    const [resumed] = liveTasks(team);
    expect(resumed && attributesOf(resumed)).toMatchObject({
      orderNumber: '77',
      customerName: expect.anything() as string,
    });
  });

  it('brings one Invite, however many messages and repetitions arrive at once', async () => {
    const team = await parked({ wiring: 'both' });
    const { deployment } = team;
    deployment.twilio.latencyMs = 30;
    deployment.twilio.world.deliveries.weather = { copies: () => [0, 10, 400] };
    await Promise.all([1, 2, 3].map((count) => team.customer.write(BUSINESS_NUMBER, `Hello ${count}`)));
    await deployment.settle(20_000);
    expect(invitesOf(team)).toBe(1);
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('costs one read when an agent is there again', async () => {
    const team = await parked();
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await team.deployment.settle();
    team.ada.accept();
    await team.customer.write(BUSINESS_NUMBER, 'Are you there?');
    await team.deployment.settle();
    expect(team.deployment.logs.at(-1)).toMatchObject({ outcome: 'already_routed', calls: 1 });
  });

  it('resumes a web chat, whose customers write through the SDK as agents do', async () => {
    const agents = agentsOf();
    const { deployment, ada } = agents;
    const { conversationActions } = deployment.twilio;
    const byCustomer = { source: 'SDK', identity: 'visitor-1' } as const;
    const conversation = conversationActions.create({}, byCustomer);
    conversationActions.addParticipant(conversation, { identity: 'visitor-1' }, byCustomer);
    conversationActions.addMessage(conversation, { author: 'visitor-1', body: 'Hello' }, byCustomer);
    await deployment.settle();
    ada.accept();
    await deployment.settle();
    const [reservation] = ada.reservations;
    ada.write(conversation.entity.sid, 'Hello, how can I help?');
    await deployment.callAgent(ada, PARK, { taskSid: reservation?.task_sid });
    await deployment.settle();
    expect(ada.reservations).toEqual([]);
    conversationActions.addMessage(conversation, { author: 'visitor-1', body: 'One more thing' }, byCustomer);
    await deployment.settle();
    expect(ada.reservations).toHaveLength(1);
    expect(deployment.countCalls(/^POST .*\/Invites$/)).toBe(1);
  });

  it('resumes nothing if it was written before the park, however late it is told', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    await team.customer.write(BUSINESS_NUMBER, 'One moment, please');
    await deployment.settle();
    const late = deployment.deliveries.findLast(({ title }) => title === 'onMessageAdded');
    await deployment.callAgent(ada, PARK, { taskSid });
    await deployment.settle();
    for (const RetryCount of ['0', '1']) {
      const event = { ...(late?.detail.parameters as object), RetryCount };
      const answer = await deployment.call(CONVERSATIONS, event);
      expect(answer.body).toEqual({ outcome: 'ignored', reason: 'late' });
    }
    expect(liveTasks(team)).toEqual([]);
    expect(deployment.recordOf(team.conversationSid)).toMatchObject({ state: 'parked' });
  });

  it('that comes while the agent is being removed brings somebody, and is not lost', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    deployment.twilio.faults.add({
      operation: 'UpdateInteractionChannelParticipant',
      kind: 'late',
      times: 1,
      delayMs: 1_000,
    });
    const parking = deployment.callAgent(ada, PARK, { taskSid });
    await deployment.settle(300);
    await team.customer.write(BUSINESS_NUMBER, 'Wait!');
    await deployment.settle(5_000);
    expect((await parking).body).toEqual({ outcome: 'parked' });
    expect(agentsIn(team)).toEqual([]);
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('finds the agent if they could not be removed, and the record follows', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    deployment.twilio.faults.add({ operation: 'UpdateInteractionChannelParticipant', kind: 'refused' });
    const parking = deployment.callAgent(ada, PARK, { taskSid });
    await deployment.settle(20_000);
    expect(await parking).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
    await team.customer.write(BUSINESS_NUMBER, 'Hello?');
    await deployment.settle();
    expect(agentsIn(team)).toEqual([ada.identity]);
    expect(liveTasks(team)).toHaveLength(1);
    expect(deployment.recordOf(team.conversationSid)).toMatchObject({ state: 'routed', taskSid });
    deployment.twilio.faults.clear();
    const again = deployment.callAgent(ada, PARK, { taskSid });
    await deployment.settle();
    expect((await again).body).toEqual({ outcome: 'parked' });
    expect(webhooksOf(team)).toHaveLength(1);
  });

  it('that nobody told us of is found by the sweep', async () => {
    const team = await parked({ settings: { SWEEP_SINCE: '2026-01-05' } });
    const { deployment } = team;
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await deployment.settle(120_000);
    const { body } = await deployment.callBackend('/backend/sweep', { apply: 'true' });
    expect(body).toMatchObject({ suspects: 1, repaired: 1 });
    expect(liveTasks(team)).toHaveLength(1);
  });
});

describe('an agent resumes', () => {
  it('what they parked, and the Invite goes to them', async () => {
    const team = await parked();
    const { deployment, ada, conversationSid } = team;
    const answer = await deployment.callAgent(ada, RESUME, { conversationSid });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'resumed' } });
    expect(Object.keys(answer.body).sort()).toEqual(['inviteSid', 'outcome', 'taskSid']);
    const task = taskOf(team, answer.body.taskSid);
    expect(attributesOf(task)).toMatchObject({
      transferTargetType: 'worker',
      transferTargetSid: ada.sid,
      customerAddress: team.customer.address,
    });
    ada.accept();
    await deployment.settle();
    expect(agentsIn(team)).toEqual([ada.identity]);
    expect(document(team, `parked-${conversationSid}`)).toBeUndefined();
    expect(webhooksOf(team)).toEqual([]);
  });

  it.each(EVERY_HANDLE)('what a colleague parked, by %s', async (_, handleOf) => {
    const team = await parked();
    const { deployment, grace } = team;
    const { body } = await deployment.callAgent(grace, RESUME, handleOf(team));
    expect(body.outcome).toBe('resumed');
    expect(grace.reservations.map(({ task_sid: sid }) => sid)).toEqual([body.taskSid]);
  });

  it('directly where there is no workflow for transfers', async () => {
    const team = await parked({ settings: { TRANSFER_WORKFLOW_SID: '' } });
    const { body } = await team.deployment.callAgent(team.grace, RESUME, {
      conversationSid: team.conversationSid,
    });
    expect(taskOf(team, body.taskSid).directWorkerSid).toBe(team.grace.sid);
  });

  it('what is live already, and nothing is sent', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, conversationSid } = team;
    for (const agent of [ada, grace]) {
      const answer = await deployment.callAgent(agent, RESUME, { conversationSid });
      expect(answer).toMatchObject({ status: 200, body: { outcome: 'already_live' } });
    }
    expect(invitesOf(team)).toBe(0);
  });

  it('at the same time as others and as the customer: one Invite is sent', async () => {
    const team = await parked();
    const { deployment, ada, grace, joan, conversationSid } = team;
    deployment.twilio.latencyMs = 30;
    const all = Promise.all(
      [ada, ada, grace, joan].map((agent) => deployment.callAgent(agent, RESUME, { conversationSid })),
    );
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await deployment.settle(9_000);
    const answers = await all;
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.filter(({ body }) => body.outcome === 'resumed').length).toBeLessThanOrEqual(1);
    expect(invitesOf(team)).toBe(1);
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('what nobody serves any more, although it was not parked', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, conversationSid, taskSid } = team;
    adaIsGone(team);
    const { body } = await deployment.callAgent(grace, RESUME, { conversationSid });
    expect(body.outcome).toBe('resumed');
    expect(attributesOf(taskOf(team, body.taskSid)).customerAddress).toBe(
      attributesOf(taskOf(team, taskSid)).customerAddress,
    );
  });

  it('and declines: the customer is routed again', async () => {
    const team = await parked({ settings: { TRANSFER_WORKFLOW_SID: '' } });
    const { deployment, grace, conversationSid } = team;
    await deployment.callAgent(grace, RESUME, { conversationSid });
    grace.reject();
    await deployment.settle();
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('but not if Twilio refuses them: all stays parked, and somebody else may', async () => {
    const team = await parked();
    const { deployment, ada, grace, conversationSid } = team;
    deployment.twilio.faults.add({
      operation: 'CreateInteractionChannelInvite',
      kind: 'status',
      status: 400,
      code: 45004,
      times: 1,
    });
    expect(await deployment.callAgent(ada, RESUME, { conversationSid })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', details: { fields: { Token: expect.any(String) as string } } },
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'parked',
      parked: { workerSid: ada.sid },
    });
    expect((await deployment.callAgent(grace, RESUME, { conversationSid })).body.outcome).toBe('resumed');
  });

  it.each([
    ['reset-after', 200, 'resumed'],
    ['reset-before', 503, undefined],
  ] as const)('by an Invite whose answer is lost (%s): %d', async (kind, status, outcome) => {
    const team = await parked();
    const { deployment, ada, conversationSid } = team;
    deployment.twilio.faults.add({ operation: 'CreateInteractionChannelInvite', kind, times: 1 });
    const resuming = deployment.callAgent(ada, RESUME, { conversationSid });
    await deployment.settle(15_000);
    const answer = await resuming;
    expect(answer.status).toBe(status);
    expect(answer.body.outcome).toBe(outcome);
    const again = deployment.callAgent(ada, RESUME, { conversationSid });
    await deployment.settle(15_000);
    expect((await again).status).toBe(200);
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('what has no record, by what Twilio still knows of it', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, conversationSid } = team;
    adaIsGone(team);
    const service = deployment.twilio.sync.findService('default');
    const record = service?.byName.get(`interaction-${conversationSid}`);
    if (!service || !record) throw new Error('no record');
    deployment.twilio.sync.removeDocument(service, record);
    const { body } = await deployment.callAgent(grace, RESUME, { conversationSid });
    expect(body.outcome).toBe('resumed');
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', taskSid: body.taskSid });
  });

  it('not what is closed', async () => {
    const team = await parked();
    const { deployment, ada, conversationSid } = team;
    await deployment.callAgent(ada, '/agent/close', { conversationSid });
    expect(await deployment.callAgent(ada, RESUME, { conversationSid })).toMatchObject({
      status: 404,
      body: { code: 'interaction_not_found' },
    });
    expect(document(team, `parked-${conversationSid}`)).toBeUndefined();
  });
});

describe('what is parked', () => {
  it("is listed: one's own, and for a supervisor everybody's", async () => {
    const team = await parked();
    const { deployment, ada, grace, boss, conversationSid, interaction } = team;
    const { body } = await deployment.callAgent(ada, '/agent/parked');
    expect(body).toEqual({
      parked: [
        {
          conversationSid,
          interactionSid: interaction.entity.sid,
          channelSid: interaction.channel.sid,
          workerSid: ada.sid,
          parkedAt: expect.stringMatching(/^2026-01-05T/) as string,
          channelType: 'sms',
          customerName: expect.any(String) as string,
          customerAddress: team.customer.address,
        },
      ],
      cursor: undefined,
    });
    expect((await deployment.callAgent(grace, '/agent/parked')).body.parked).toEqual([]);
    expect((await deployment.callAgent(boss, '/agent/parked')).body.parked).toHaveLength(1);
  });

  it('is found page by page among all that Sync has', async () => {
    const team = await parked();
    const { deployment, ada, conversationSid } = team;
    const service = deployment.twilio.sync.findService('default');
    if (!service) throw new Error('no Sync service');
    const data = document(team, `parked-${conversationSid}`) ?? {};
    const sids = Array.from({ length: 250 }, (_, index) => `CH${String(index).padStart(32, '0')}`);
    for (const sid of sids) {
      const one = { ...data, conversationSid: sid };
      deployment.twilio.sync.createDocument(service, `interaction-${sid}`, {}, 0);
      deployment.twilio.sync.createDocument(service, `parked-${sid}`, one, 0);
    }
    const found: unknown[] = [];
    let cursor: unknown;
    do {
      const { body, status } = await deployment.callAgent(ada, '/agent/parked', { cursor: cursor ?? '' });
      expect(status).toBe(200);
      found.push(...(body.parked as { conversationSid: string }[]).map((one) => one.conversationSid));
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(found.sort()).toEqual([...sids, conversationSid].sort());
  });

  it.each([['../..'], ['a b'], [['x']]])('but not from the cursor %p', async (cursor) => {
    const { deployment, ada } = agentsOf();
    const answer = await deployment.callAgent(ada, '/agent/parked', { cursor });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('is not listed from a cursor that Twilio does not know, nor while Twilio refuses to list', async () => {
    const { deployment, ada } = agentsOf();
    const refuse = (status: number) =>
      deployment.twilio.faults.add({
        operation: 'ListDocument',
        kind: 'status',
        status,
        code: 20001,
        times: 1,
      });
    refuse(400);
    expect(await deployment.callAgent(ada, '/agent/parked', { cursor: 'PT1' })).toMatchObject({
      status: 400,
      body: { details: { fields: { cursor: 'must be the cursor of the answer before' } } },
    });
    refuse(403);
    expect((await deployment.callAgent(ada, '/agent/parked', { cursor: 'PT1' })).status).toBe(500);
  });

  it('is listed without a name and an address where its task had none', async () => {
    const team = await parked();
    const kept = document(team, `parked-${team.conversationSid}`);
    Object.assign(kept ?? {}, { attributes: {} });
    const { body } = await team.deployment.callAgent(team.ada, '/agent/parked');
    const [one] = body.parked as object[];
    expect(one).toMatchObject({ conversationSid: team.conversationSid, workerSid: team.ada.sid });
    expect(one).not.toHaveProperty('customerName');
    expect(one).not.toHaveProperty('customerAddress');
  });

  it('is not listed any more when it was resumed', async () => {
    const team = await parked();
    await new Customer(team.deployment.twilio, team.customer.address).write(BUSINESS_NUMBER, 'Hello again');
    await team.deployment.settle();
    expect((await team.deployment.callAgent(team.ada, '/agent/parked')).body.parked).toEqual([]);
  });
});
