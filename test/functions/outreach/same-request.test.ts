import type { Agent } from '../../../simulator/people/agent';
import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import { dieAfter } from './died-outreach';
import type { OutreachWorld } from './outreach-deployment';
import { click, messages, openConversations, SMS, TEXT, withAgents } from './outreach-deployment';

const LEASE_MS = 10_000;
const RECORD = /POST sync.*Documents$/;
const INTERACTION = /POST flex-api/;

/** Two clicks at the same time. */
function both({ deployment }: OutreachWorld, agents: readonly (Agent | undefined)[]) {
  return settled(deployment, Promise.all(agents.map((agent) => deployment.callAgent(agent, SMS, TEXT))));
}

function onlyConversation({ deployment }: OutreachWorld): string {
  const open = openConversations(deployment);
  expect(open).toHaveLength(1);
  return open[0]?.entity.sid ?? '';
}

describe('an agent who asks for the same once more', () => {
  it('gets the same answer, by a look at the record', async () => {
    const world = withAgents();
    const parameters = { to: CUSTOMER_NUMBER };
    const first = await click(world, SMS, parameters);
    const again = await click(world, SMS, parameters);
    expect(again.body).toEqual(first.body);
    // Whose token it is, the Conversation that cannot be made, its record.
    expect(again).toMatchObject({ status: 201, calls: 3 });
  });

  it('gets the Interaction while its first message is on its way', async () => {
    const world = withAgents();
    const { deployment } = world;
    deployment.twilio.faults.add({ operation: 'CreateConversationMessage', kind: 'slow', delayMs: 3_000 });
    const first = deployment.callAgent(world.ada, SMS, TEXT);
    await deployment.settle(100);
    const again = await click(world);
    expect(again).toMatchObject({ status: 201, calls: 4 });
    expect(again.tookMs).toBeLessThan(1_000);
    expect(again.body).toEqual((await settled(deployment, first)).body);
    expect(messages(deployment)).toEqual([TEXT.body]);
  });

  it('has what died before its Interaction finished, as the same request', async () => {
    const world = await dieAfter(RECORD, [SMS, TEXT], LEASE_MS + 1_000);
    const { deployment, ada } = world;
    const conversationSid = onlyConversation(world);
    const { request } = deployment.recordOf(conversationSid) ?? {};
    const clickedAtMs = deployment.clock.now();
    const again = await click(world);
    const [task] = deployment.liveTasks;
    expect(again).toMatchObject({ status: 201, body: { conversationSid, taskSid: task?.entity.sid } });
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'claimed',
      attempt: 2,
      request,
      leaseUntilMs: clickedAtMs + LEASE_MS,
    });
    expect(request).toMatchObject({ workerSid: ada.sid });
    expect(messages(deployment)).toEqual([TEXT.body]);
  });

  it.each([
    ['before', INTERACTION, 7],
    ['after', /POST conversations.*Messages/, 4],
  ])('gets the Interaction of what died %s its first message, which is sent once', async (_, call, calls) => {
    const world = await dieAfter(call, [SMS, TEXT], LEASE_MS + 1_000);
    const { deployment } = world;
    const again = await click(world);
    const [task] = deployment.liveTasks;
    expect(again).toMatchObject({ status: 201, calls });
    expect(again.body).toEqual({
      interactionSid: expect.stringMatching(/^KD/) as string,
      channelSid: expect.stringMatching(/^UO/) as string,
      conversationSid: onlyConversation(world),
      taskSid: task?.entity.sid,
    });
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('and died before it was recorded, without a text, gets its Interaction by its task', async () => {
    const parameters = { to: CUSTOMER_NUMBER };
    const world = await dieAfter(INTERACTION, [SMS, parameters], LEASE_MS + 1_000);
    const again = await click(world, SMS, parameters);
    expect(again).toMatchObject({ status: 201, calls: 4 });
    expect(again.body.taskSid).toBe(world.deployment.liveTasks[0]?.entity.sid);
    expect(messages(world.deployment)).toEqual([]);
  });

  it('twice at once has what died finished once', async () => {
    const world = await dieAfter(INTERACTION, [SMS, TEXT], LEASE_MS + 1_000, { latencyMs: 20 });
    const answers = await both(world, [world.ada, world.ada]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect(messages(world.deployment)).toEqual([TEXT.body]);
  });

  it('waits as long as another invocation is at it, and is told to ask again', async () => {
    const world = await dieAfter(RECORD, [SMS, TEXT], 100);
    const again = await click(world);
    expect(again).toMatchObject({
      status: 503,
      body: { code: 'upstream_unavailable' },
      log: { reason: 'unavailable', operation: 'the same request is under way' },
    });
    // Looking every 300 ms, it keeps 1.5 s to finish the work itself.
    expect(again.tookMs).toBeGreaterThan(6_000);
    expect(again.tookMs).toBeLessThan(7_000);
    await world.deployment.settle(4_000);
    expect((await click(world)).status).toBe(201);
  });

  it('is told to ask again if the other invocation was refused and has removed the Conversation', async () => {
    const world = withAgents({ latencyMs: 50 });
    const { deployment, ada } = world;
    ada.setActivity('Break');
    const answers = await both(world, [world.ada, world.ada]);
    expect(answers.map(({ body }) => body.code)).toEqual(['agent_not_available', 'upstream_unavailable']);
    expect(answers[1]).toMatchObject({
      log: { reason: 'unavailable', operation: 'the same request was refused' },
    });
    expect(answers[1]?.tookMs).toBeLessThan(1_000);
    expect(openConversations(deployment)).toEqual([]);
    expect((await click(world)).body.code).toBe('agent_not_available');
  });

  it('is refused if the customer has written since, and could not be routed', async () => {
    const world = await dieAfter(RECORD, [SMS, TEXT], LEASE_MS + 1_000);
    const { deployment } = world;
    const calm = deployment.twilio.faults.add({
      operation: 'CreateInteraction',
      kind: 'status',
      status: 400,
    });
    const customer = new Customer(deployment.twilio, CUSTOMER_NUMBER);
    for (const text of ['Hello', 'Anybody there?']) await customer.write(BUSINESS_NUMBER, text);
    await deployment.settle();
    calm();
    const conversationSid = onlyConversation(world);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'failed' });
    const again = await click(world);
    expect(again.body).toMatchObject({
      code: 'conversation_already_open',
      details: { conversationSid, with: 'nobody' },
    });
    expect(deployment.liveTasks).toEqual([]);
  });

  it('is refused if another agent has finished it meanwhile', async () => {
    const world = await dieAfter(RECORD, [SMS, TEXT], 6_000);
    const { deployment, grace } = world;
    const waiting = click(world);
    // The lease ends while the first one waits, and before it looks again.
    await deployment.settle(4_100);
    expect((await deployment.callAgent(grace, SMS, TEXT)).status).toBe(201);
    expect(await waiting).toMatchObject({
      status: 409,
      body: { code: 'conversation_already_open', details: { with: 'another_agent' } },
    });
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(deployment.liveTasks).toHaveLength(1);
  });
});

describe('another agent, who finishes what died', () => {
  it('does it in their own name', async () => {
    const world = await dieAfter(RECORD, [SMS, TEXT], LEASE_MS + 1_000);
    const { deployment, grace } = world;
    const clickedAtMs = deployment.clock.now();
    expect((await click(world, SMS, TEXT, grace)).status).toBe(201);
    expect(deployment.recordOf(onlyConversation(world))).toMatchObject({
      state: 'claimed',
      attempt: 1,
      request: { workerSid: grace.sid },
      leaseUntilMs: clickedAtMs + LEASE_MS,
    });
  });

  it('is refused if one of them was faster', async () => {
    const world = await dieAfter(RECORD, [SMS, TEXT], LEASE_MS + 1_000, {
      latencyMs: 20,
      agents: ['Ada', 'Grace', 'Joan'],
    });
    const { deployment, grace } = world;
    const [, , joan] = deployment.account.agents;
    joan?.setActivity('Available');
    const answers = await both(world, [grace, joan]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(deployment.liveTasks).toHaveLength(1);
  });
});
