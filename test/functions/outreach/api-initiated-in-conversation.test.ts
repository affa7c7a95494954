import { parseObject } from '../../../simulator/kernel/parse-object';
import { ChatCustomer } from '../../../simulator/people/chat-customer';
import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment, VIP_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { adaIsGone, teamWithCustomer } from '../../support/team';
import { setRecord } from '../deaf-deployment';
import { lastCreation } from './outreach-deployment';

const URL = '/backend/interactions';
const LEASE_MS = 10_000;
const requestId = 'form-4711';

function begin(deployment: Deployment, channel: object, more: object = {}) {
  return settled(deployment, deployment.callBackend(URL, { channel, requestId, ...more }));
}

function beginIn({ deployment, conversationSid }: Pick<Team, 'deployment' | 'conversationSid'>) {
  return begin(deployment, { type: 'sms', mediaChannelSid: conversationSid });
}

function creations(deployment: Deployment): number {
  return deployment.countCalls(/^POST .*\/Interactions$/);
}

/** What parking left behind. */
function left({ deployment, conversationSid }: Team) {
  return {
    isKept: deployment.twilio.sync.findService('default')?.byName.has(`parked-${conversationSid}`),
    webhooks: deployment.twilio.conversations.find(conversationSid)?.webhooks.size,
  };
}

/** Ada has parked her customer; nothing is told to us from then on. */
async function parkedTeam(waitMs = LEASE_MS): Promise<Team> {
  const team = await teamWithCustomer();
  const { deployment, ada, taskSid } = team;
  await deployment.callAgent(ada, '/agent/park', { taskSid });
  await deployment.settle(waitMs);
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  return team;
}

/** Ada has gone out, and the record names the channel. */
async function goneTeam(record: object = {}): Promise<Team> {
  const team = await teamWithCustomer();
  adaIsGone(team);
  await team.deployment.settle();
  setRecord(team.deployment, team.conversationSid, record);
  return team;
}

function removeDocument({ twilio: { sync } }: Deployment, name: string | RegExp): void {
  const service = sync.findService('default');
  for (const document of service?.documents.values() ?? [])
    if (service && document.unique_name?.match(name)) sync.removeDocument(service, document);
}

/** Its channel is over, and Twilio has let go of the Conversation, which stays open. */
function channelFails({ deployment, interaction }: Team): void {
  interaction.channel.status = 'failed';
  deployment.twilio.interactions.store.unmapConversation(interaction);
}

describe('in a Conversation whose channel lives, no second one is asked for, which Twilio would drop', () => {
  const DEAD_CLAIM = { state: 'claimed', leaseUntilMs: 0, channelSid: undefined };

  it.each([
    ['parked', () => parkedTeam()],
    ['parked this moment', () => parkedTeam(0)],
    ['routed, with nobody in it', () => goneTeam()],
    ['closed in vain', () => goneTeam({ state: 'closed' })],
    ['failed', () => goneTeam({ state: 'failed', code: 45004 })],
    ['left by an invocation that died while it brought somebody', () => goneTeam({ state: 'resuming' })],
    [
      'held by another invocation',
      () => goneTeam({ state: 'resuming', leaseUntilMs: Number.MAX_SAFE_INTEGER }),
    ],
    [
      'left by an invocation that died, with a note of what Twilio told of',
      async () => {
        const team = await goneTeam(DEAD_CLAIM);
        const { sid } = team.interaction.entity;
        setRecord(team.deployment, team.conversationSid, { interactionSid: undefined, toldOf: sid });
        return team;
      },
    ],
  ])('%s', async (_, teamOf) => {
    const team = await teamOf();
    const { deployment, conversationSid, interaction } = team;
    const record = deployment.recordOf(conversationSid);
    const before = { left: left(team), creations: creations(deployment) };
    expect(await beginIn(team)).toMatchObject({
      status: 409,
      body: {
        code: 'conversation_already_open',
        details: { conversationSid, interactionSid: interaction.entity.sid, with: 'nobody' },
      },
    });
    expect(deployment.recordOf(conversationSid)).toEqual(record);
    expect({ left: left(team), creations: creations(deployment) }).toEqual(before);
  });

  it('without a record, which it gets', async () => {
    const team = await goneTeam();
    const { deployment, conversationSid, interaction } = team;
    removeDocument(deployment, `interaction-${conversationSid}`);
    expect((await beginIn(team)).body.details).toEqual({
      conversationSid,
      interactionSid: interaction.entity.sid,
      with: 'nobody',
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'routed',
      channelSid: interaction.channel.sid,
    });
    expect(creations(deployment)).toBe(1);
  });

  it('and an agent, who is told of', async () => {
    const team = await teamWithCustomer();
    const { conversationSid, interaction } = team;
    expect((await beginIn(team)).body.details).toEqual({
      conversationSid,
      interactionSid: interaction.entity.sid,
      with: 'another_agent',
    });
  });

  it('whose request it was that made it: that gets its answer', async () => {
    const deployment = new Deployment();
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    const conversationSid = received?.conversation.entity.sid ?? '';
    const first = await beginIn({ deployment, conversationSid });
    expect(first.status).toBe(201);
    const [task] = deployment.liveTasks;
    const { router, workspace } = deployment.twilio;
    if (task) router.cancelTask(workspace, task, null);
    removeDocument(deployment, /^(?!interaction-)/);
    expect(await beginIn({ deployment, conversationSid })).toMatchObject({ status: 201, body: first.body });
    expect(creations(deployment)).toBe(1);
  });
});

describe('in a Conversation whose channel is over', () => {
  it('a new one is made, and what a park left is forgotten', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid } = team;
    channelFails(team);
    expect(left(team)).toEqual({ isKept: true, webhooks: 1 });
    const { status, body } = await beginIn(team);
    expect(status).toBe(201);
    const { interactionSid, channelSid } = body;
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'routed',
      interactionSid,
      channelSid,
    });
    expect(deployment.recordOf(conversationSid)).not.toHaveProperty('parked');
    expect(left(team)).toEqual({ isKept: false, webhooks: 0 });
  });

  it('what a park left stays as long as nothing is made', async () => {
    const team = await parkedTeam();
    channelFails(team);
    team.deployment.twilio.faults.add({
      operation: 'CreateInteraction',
      kind: 'status',
      status: 400,
      times: 1,
    });
    expect((await beginIn(team)).status).toBe(400);
    expect(left(team)).toEqual({ isKept: true, webhooks: 1 });
    expect((await beginIn(team)).status).toBe(201);
    expect(left(team)).toEqual({ isKept: false, webhooks: 0 });
  });

  it('somebody may be in another, which the record then knows', async () => {
    const team = await parkedTeam();
    const { deployment, conversationSid } = team;
    channelFails(team);
    const { interactionSid } = (await beginIn(team)).body;
    setRecord(deployment, conversationSid, {
      state: 'parked',
      interactionSid: team.interaction.entity.sid,
      channelSid: team.interaction.channel.sid,
    });
    const channel = { type: 'sms', mediaChannelSid: conversationSid };
    const { body } = await begin(deployment, channel, { requestId: 'form-1' });
    expect(body.details).toEqual({ conversationSid, interactionSid, with: 'nobody' });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', interactionSid });
  });
});

describe('whom a customer has who is in an open Conversation', () => {
  it.each([
    [false, 'nobody'],
    [true, 'another_agent'],
  ])('by an identity, with an agent (%s): %s', async (isAccepted, whom) => {
    const deployment = new Deployment({ withTaskEvents: true });
    const customer = new ChatCustomer(deployment.twilio, 'ella');
    customer.write('Hello');
    await deployment.settle();
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    await deployment.settle();
    if (isAccepted) ada?.accept();
    await deployment.settle();
    const conversationSid = customer.conversation?.entity.sid ?? '';
    const { body } = await begin(deployment, { type: 'web', mediaChannelSid: conversationSid });
    expect(body).toMatchObject({
      code: 'conversation_already_open',
      details: { interactionSid: deployment.recordOf(conversationSid)?.interactionSid, with: whom },
    });
  });

  it('by an address pair, with its Interaction', async () => {
    const deployment = new Deployment();
    const participants = [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }];
    const first = await begin(deployment, { type: 'sms', participants });
    const { conversationSid, interactionSid } = first.body;
    const second = await begin(deployment, { type: 'sms', participants }, { requestId: 'form-1' });
    expect(second).toMatchObject({ status: 409, body: { code: 'conversation_already_open' } });
    expect(second.body.details).toEqual({ conversationSid, interactionSid, with: 'nobody' });
  });
});

describe('the task of an Interaction in a Conversation that exists', () => {
  /** A customer has written, and we were not told. */
  async function customerWrote(to = BUSINESS_NUMBER) {
    const deployment = new Deployment({ withTaskEvents: true });
    const { deliveries } = deployment.twilio.world;
    const { weather } = deliveries;
    deliveries.weather = { copies: () => [] };
    const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(to, 'Hello');
    await deployment.settle();
    deliveries.weather = weather;
    return { deployment, conversationSid: received?.conversation.entity.sid ?? '' };
  }

  it.each([
    [
      'tells what that of their own message would',
      {},
      {
        customerAddress: CUSTOMER_NUMBER,
        customerName: CUSTOMER_NUMBER,
        from: CUSTOMER_NUMBER,
        businessAddress: VIP_NUMBER,
        team: 'vip',
      },
    ],
    [
      'tells what the back end says instead',
      { customerName: 'Ella', customerAddress: 'crm:17', team: 'sales' },
      {
        customerAddress: 'crm:17',
        customerName: 'Ella',
        from: CUSTOMER_NUMBER,
        businessAddress: VIP_NUMBER,
        team: 'sales',
      },
    ],
  ])('%s', async (_, attributes, expected) => {
    const { deployment, conversationSid } = await customerWrote(VIP_NUMBER);
    const channel = { type: 'sms', mediaChannelSid: conversationSid };
    expect((await begin(deployment, channel, { routing: { attributes } })).status).toBe(201);
    const { properties } = lastCreation(deployment, 'Routing');
    expect((properties as { attributes: object }).attributes).toEqual({
      ...expected,
      requestKey: expect.any(String) as string,
      routedBy: 'flex-conversations-functions',
    });
  });

  it('of a chat tells the identity', async () => {
    const deployment = new Deployment();
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const customer = new ChatCustomer(deployment.twilio, 'ella');
    customer.write('Hello');
    const channel = { type: 'web', mediaChannelSid: customer.conversation?.entity.sid };
    expect((await begin(deployment, channel)).status).toBe(201);
    const [task] = deployment.liveTasks;
    expect(parseObject(task?.entity.attributes ?? '')).toMatchObject({
      customerAddress: 'ella',
      from: 'ella',
    });
  });

  it('costs at most six REST calls when it ends', async () => {
    const { deployment, conversationSid } = await customerWrote();
    await beginIn({ deployment, conversationSid });
    await deployment.settle();
    const [task] = deployment.liveTasks;
    const { router, workspace } = deployment.twilio;
    if (task) router.cancelTask(workspace, task, 'canceled');
    await deployment.settle(LEASE_MS);
    const lines = deployment.logs.filter(({ url }) => url === '/webhooks/taskrouter');
    expect(lines.map(({ outcome }) => outcome)).toContain('rerouted');
    expect(Math.max(...lines.map(({ calls }) => Number(calls)))).toBeLessThanOrEqual(6);
  });

  it('in which nobody is says nothing of them', async () => {
    const deployment = new Deployment();
    const origin = { source: 'API', webhookEnabled: false } as const;
    const { entity } = deployment.twilio.conversationActions.create({}, origin);
    await begin(deployment, { type: 'web', mediaChannelSid: entity.sid });
    const { properties } = lastCreation(deployment, 'Routing');
    expect((properties as { attributes: object }).attributes).toEqual({
      requestKey: expect.any(String) as string,
      routedBy: 'flex-conversations-functions',
    });
  });
});
