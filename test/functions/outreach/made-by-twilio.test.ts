import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import { dieAfter } from './died-outreach';
import type { OutreachWorld } from './outreach-deployment';
import { messages, openConversations, withAgents } from './outreach-deployment';

const LEASE_MS = 10_000;
const EMAIL = '/agent/click-to-email';
const CHAT = '/agent/click-to-chat';
const MAIL = { to: 'ella@example.com', subject: 'Your order', body: 'It has left.' };
const HELLO = { identity: 'ella', body: 'Hello' };
const CREATION = /POST flex-api/;

function click({ deployment, ada }: OutreachWorld, url = EMAIL, parameters: object = MAIL, agent = ada) {
  return settled(deployment, deployment.callAgent(agent, url, parameters));
}

/** As many clicks of Ada's at the same time. */
function clicks({ deployment, ada }: OutreachWorld, count: number) {
  const all = Array.from({ length: count }, () => deployment.callAgent(ada, EMAIL, MAIL));
  return settled(deployment, Promise.all(all));
}

/** The claims of outreaches, as they stand in Sync. */
function claims({ deployment }: OutreachWorld) {
  const documents = deployment.twilio.sync.findService('default')?.byName ?? new Map<string, never>();
  return [...documents.values()].filter(({ unique_name: name }) => name?.startsWith('outreach-') === true);
}

function expectOnce({ deployment }: OutreachWorld, ...sent: string[]): void {
  expect(messages(deployment)).toEqual(sent);
  expect(deployment.liveTasks).toHaveLength(1);
  expect(openConversations(deployment)).toHaveLength(1);
}

describe('an outreach whose Conversation Twilio makes', () => {
  it('is claimed, counted, made, recorded, sent and written down', async () => {
    const world = withAgents();
    const { deployment } = world;
    const { status, body, calls } = await click(world);
    expect(status).toBe(201);
    // Token, claim, availability, ledger, Interaction, record, message, claim.
    expect(calls).toBe(8);
    const [conversation] = openConversations(deployment);
    const [task] = deployment.liveTasks;
    expect(body).toEqual({
      interactionSid: expect.stringMatching(/^KD/) as string,
      channelSid: expect.stringMatching(/^UO/) as string,
      conversationSid: conversation?.entity.sid,
      taskSid: task?.entity.sid,
    });
    const { interactionSid, channelSid, taskSid } = body;
    expect(deployment.recordOf(String(body.conversationSid))).toMatchObject({
      state: 'routed',
      attempt: 1,
      interactionSid,
      channelSid,
      taskSid,
    });
    expect(claims(world).map(({ data }) => data)).toMatchObject([{ ...body, leaseUntilMs: 0 }]);
    expect(await click(world)).toMatchObject({ status: 201, body, calls: 3 });
  });

  it('is recorded as ours also if Twilio tells of it first', async () => {
    const world = withAgents();
    const { deployment } = world;
    // The third one, after the claim and the ledger, is the record.
    deployment.twilio.faults.add({
      operation: 'CreateDocument',
      kind: 'late',
      delayMs: 500,
      after: 2,
      times: 1,
    });
    const { status, body } = await click(world);
    expect(status).toBe(201);
    expect(deployment.deliveries.map(({ title }) => title)).toContain('onInteractionCreated');
    expect(deployment.recordOf(String(body.conversationSid))).toMatchObject({
      state: 'routed',
      taskSid: body.taskSid,
    });
  });

  it('keeps the record that it wrote, though the answer got lost', async () => {
    const world = withAgents();
    const { deployment } = world;
    deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'reset-after', after: 2, times: 1 });
    const { status, body, calls } = await click(world);
    // The record is written twice, and then read.
    expect({ status, calls }).toEqual({ status: 201, calls: 10 });
    expect(deployment.recordOf(String(body.conversationSid))).toMatchObject({ state: 'routed', attempt: 1 });
  });

  it('is there also if its record cannot be found again', async () => {
    const world = withAgents();
    const { deployment } = world;
    deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'reset-after', after: 2, times: 1 });
    deployment.twilio.faults.add({ operation: 'FetchDocument', kind: 'status', status: 404, times: 2 });
    expect((await click(world)).status).toBe(201);
    expectOnce(world, MAIL.body);
  });

  it('happens once, however often an agent clicks', async () => {
    const world = withAgents({ latencyMs: 20 });
    const answers = await clicks(world, 5);
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 201, body: answers[0]?.body });
    expectOnce(world, MAIL.body);
  });

  it('happens once for one identity: another agent is refused when the first one has made it', async () => {
    const world = withAgents({ latencyMs: 50 });
    const { deployment, ada, grace } = world;
    const both = [ada, grace].map((agent) => deployment.callAgent(agent, CHAT, HELLO));
    const [mine, theirs] = await settled(deployment, Promise.all(both));
    expect(mine?.status).toBe(201);
    expect(theirs?.body).toMatchObject({
      code: 'conversation_already_open',
      details: { conversationSid: mine?.body.conversationSid },
    });
    expectOnce(world, HELLO.body);
  });

  it('is known to another agent before its first message is sent', async () => {
    const world = withAgents();
    const { deployment, grace } = world;
    deployment.twilio.faults.add({ operation: 'CreateConversationMessage', kind: 'slow', delayMs: 4_000 });
    const first = deployment.callAgent(world.ada, CHAT, HELLO);
    await deployment.settle(1_000);
    const refused = await click(world, CHAT, HELLO, grace);
    expect(refused).toMatchObject({ status: 409, body: { code: 'conversation_already_open' } });
    expect(refused.tookMs).toBeLessThan(1_000);
    const again = await click(world, CHAT, HELLO);
    expect(again).toMatchObject({ status: 201, body: (await settled(deployment, first)).body });
    expectOnce(world, HELLO.body);
  });

  it('costs a back end six REST calls where the Conversation is made first', async () => {
    const { deployment } = withAgents();
    const participants = [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }];
    const parameters = { channel: { type: 'sms', participants }, requestId: 'form-1' };
    expect(await deployment.callBackend('/backend/interactions', parameters)).toMatchObject({
      status: 201,
      calls: 6,
    });
  });
});

describe('an outreach whose Conversation Twilio makes, and that is refused or fails', () => {
  it.each([
    ['lets go of its claim', undefined],
    ['is told why also if it cannot let go of its claim, which ends with its lease', 'UpdateDocument'],
  ])('%s', async (_, operation) => {
    const world = withAgents();
    const { deployment, ada, grace } = world;
    ada.setActivity('Break');
    const calm = operation && deployment.twilio.faults.add({ operation, kind: 'status', status: 500 });
    expect((await click(world, CHAT, HELLO)).body.code).toBe('agent_not_available');
    if (calm) calm();
    const next = await click(world, CHAT, HELLO, grace);
    expect(next.status).toBe(calm ? 503 : 201);
    if (calm) await deployment.settle(LEASE_MS);
    expect((await click(world, CHAT, HELLO, grace)).status).toBe(201);
  });

  it('may be asked for again after the lease if a look did not find it', async () => {
    const world = withAgents();
    const startedAtMs = world.deployment.clock.now();
    world.deployment.twilio.faults.add({ operation: 'CreateInteraction', times: 1, kind: 'reset-before' });
    expect(await click(world)).toMatchObject({ status: 503, calls: 6 });
    expect(claims(world).map(({ data }) => data)).toMatchObject([{ leaseUntilMs: startedAtMs + LEASE_MS }]);
    for (const status of [503, 201]) expect((await click(world)).status).toBe(status);
    expectOnce(world, MAIL.body);
  });

  it('may be asked for again at once if Twilio refused it', async () => {
    const world = withAgents();
    const refusal = { kind: 'status', status: 400, code: 45_001 } as const;
    world.deployment.twilio.faults.add({ operation: 'CreateInteraction', times: 1, ...refusal });
    expect(await click(world)).toMatchObject({ status: 500, calls: 6 });
    expect(claims(world).map(({ data }) => data)).toMatchObject([
      { request: { workerSid: world.ada.sid }, leaseUntilMs: 0 },
    ]);
    const again = await click(world);
    expect(again.status).toBe(201);
    expect(again.tookMs).toBeLessThan(1_000);
    expectOnce(world, MAIL.body);
  });

  it('answers the Interaction that a look finds, though its answer got lost', async () => {
    const world = withAgents();
    world.deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'reset-after', times: 1 });
    const { status, body } = await click(world);
    const [task] = world.deployment.liveTasks;
    expect({ status, taskSid: body.taskSid }).toEqual({ status: 201, taskSid: task?.entity.sid });
    expectOnce(world, MAIL.body);
  });

  it('keeps its claim if Twilio has not answered: it may be under way', async () => {
    const world = withAgents();
    const { deployment } = world;
    const startedAtMs = deployment.clock.now();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'never-after', times: 1 });
    expect(await click(world)).toMatchObject({ status: 503, log: { reason: 'timed_out' } });
    expect(claims(world).map(({ data }) => data)).toMatchObject([{ leaseUntilMs: startedAtMs + LEASE_MS }]);
    expect((await click(world)).status).toBe(201);
    expectOnce(world, MAIL.body);
  });
});

describe('an outreach that died, whose Conversation Twilio makes', () => {
  it.each([
    ['its claim', /POST sync.*Documents$/],
    ['its Interaction', CREATION],
    ['its first message', /POST conversations.*Messages/],
  ])('after %s is finished once, however often the same is asked for', async (_, call) => {
    const world = await dieAfter(call, [EMAIL, MAIL], LEASE_MS + 1_000, { latencyMs: 20 });
    const answers = await clicks(world, 3);
    const [task] = world.deployment.liveTasks;
    for (const { status, body } of answers)
      expect({ status, taskSid: body.taskSid }).toEqual({ status: 201, taskSid: task?.entity.sid });
    expectOnce(world, MAIL.body);
  });

  it('is waited for as long as its lease, and may then be asked for again', async () => {
    const world = await dieAfter(/POST sync.*Documents$/, [EMAIL, MAIL], 100);
    const again = await click(world);
    expect(again).toMatchObject({
      status: 503,
      log: { reason: 'unavailable', operation: 'the same request is under way' },
    });
    expect(again.tookMs).toBeGreaterThan(6_000);
    await world.deployment.settle(4_000);
    const clickedAtMs = world.deployment.clock.now();
    world.deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'never-before', times: 1 });
    expect((await click(world)).status).toBe(503);
    expect(claims(world).map(({ data }) => data)).toMatchObject([{ leaseUntilMs: clickedAtMs + LEASE_MS }]);
  });
});

describe('the claim of an outreach', () => {
  it.each([
    ['written', 'CreateDocument'],
    ['taken over', 'UpdateDocument'],
  ])('is known as its own by who has %s it, though the answer got lost', async (_, operation) => {
    const world = withAgents();
    const { deployment, ada, grace } = world;
    ada.setActivity('Break');
    if (operation === 'UpdateDocument') await click(world, CHAT, HELLO);
    deployment.twilio.faults.add({ operation, kind: 'reset-after', times: 1 });
    const answer = await click(world, CHAT, HELLO, grace);
    expect(answer.status).toBe(201);
    expect(answer.tookMs).toBeLessThan(1_000);
    expectOnce(world, HELLO.body);
  });

  it('that vanishes while it is looked at is an outage, and may be asked for again', async () => {
    const world = withAgents();
    await click(world);
    world.deployment.twilio.faults.add({ operation: 'FetchDocument', kind: 'status', status: 404, times: 1 });
    expect(await click(world)).toMatchObject({
      status: 503,
      log: { reason: 'unavailable', operation: 'outreach claim' },
    });
    expect((await click(world)).status).toBe(201);
    expectOnce(world, MAIL.body);
  });

  it('that somebody else has overwritten blocks nobody', async () => {
    const world = withAgents();
    await click(world);
    for (const document of claims(world)) document.data = { ours: false };
    expect((await click(world)).status).toBe(201);
    expect(world.deployment.liveTasks).toHaveLength(2);
  });
});
