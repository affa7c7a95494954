import { BY_TWILIO } from '../../simulator/conversations/origin';
import { parseObject } from '../../simulator/kernel/parse-object';
import { ChatCustomer } from '../../simulator/people/chat-customer';
import { Customer } from '../../simulator/people/customer';
import type { DeploymentOptions } from '../support/deployment';
import {
  BOT_NUMBER,
  BUSINESS_NUMBER,
  CUSTOMER_NUMBER,
  Deployment,
  SUPPORT_EMAIL,
  VIP_NUMBER,
} from '../support/deployment';

const WEBHOOK = '/webhooks/conversations';
const ONE_NUMBER = { addresses: { [BUSINESS_NUMBER]: { inbound: true } } };
/** Somebody pointed this Conversation at us. */
const SCOPED = { WebhookSid: `WH${'1'.repeat(32)}` };

/** A deployment that hears only what a test tells it. */
function quiet(options: DeploymentOptions = {}): Deployment {
  const deployment = new Deployment(options);
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  return deployment;
}

async function write(deployment: Deployment, to = BUSINESS_NUMBER, from = CUSTOMER_NUMBER) {
  const received = await new Customer(deployment.twilio, from).write(to, 'Hello');
  if (!received) throw new Error('nobody took the message');
  return received.conversation;
}

/** Tells of a customer's first message. */
function tellMessage(deployment: Deployment, conversationSid: string, changes: object = {}) {
  return deployment.call(WEBHOOK, {
    EventType: 'onMessageAdded',
    ConversationSid: conversationSid,
    Source: 'SMS',
    Author: CUSTOMER_NUMBER,
    Index: '0',
    ...changes,
  });
}

function tasks({ twilio }: Deployment) {
  return [...twilio.workspace.tasks.values()].map(({ entity }) => ({
    priority: entity.priority,
    attributes: parseObject(entity.attributes),
  }));
}

describe('whether a customer is ours', () => {
  it('is told by the address that they wrote to, even where the table has one only', async () => {
    const deployment = new Deployment({ table: ONE_NUMBER });
    await write(deployment, BOT_NUMBER);
    await deployment.settle();
    expect(deployment.logs.map(({ event, reason }) => [event, reason])).toEqual([
      ['onConversationAdded', 'not_ours'],
      ['onMessageAdded', 'not_ours'],
    ]);
    expect(tasks(deployment)).toEqual([]);
  });

  it('is settled by a webhook on their Conversation; with which address is asked where there are two', async () => {
    const deployment = new Deployment({ wiring: 'address' });
    await write(deployment, VIP_NUMBER);
    await deployment.settle();
    expect(tasks(deployment)).toMatchObject([
      { priority: 10, attributes: { team: 'vip', businessAddress: VIP_NUMBER } },
    ]);
  });

  it.each([
    ['the service that is set', `IS${'9'.repeat(32)}`, 'participant_pending'],
    ['a service that is not told', undefined, 'participant_pending'],
    ['another service', `IS${'8'.repeat(32)}`, 'not_ours'],
  ])('is asked for an event of %s', async (_, serviceSid, reason) => {
    const deployment = quiet({ settings: { CONVERSATIONS_SERVICE_SID: `IS${'9'.repeat(32)}` } });
    const answer = await tellMessage(deployment, `CH${'1'.repeat(32)}`, { ChatServiceSid: serviceSid });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'ignored', reason } });
  });
});

describe('the customer of a Conversation', () => {
  it('is waited for if nobody has joined it yet, whoever pointed it at us', async () => {
    const deployment = quiet({ table: ONE_NUMBER });
    const { entity } = deployment.twilio.conversationActions.create({}, BY_TWILIO);
    const answer = await deployment.call(WEBHOOK, {
      EventType: 'onConversationAdded',
      ConversationSid: entity.sid,
      Source: 'SMS',
      'MessagingBinding.Address': CUSTOMER_NUMBER,
      'MessagingBinding.ProxyAddress': BUSINESS_NUMBER,
      ...SCOPED,
    });
    expect(answer).toMatchObject({ body: { outcome: 'ignored', reason: 'participant_pending' }, calls: 1 });
  });

  it('is nobody else if the author of the message has left', async () => {
    const deployment = quiet({ table: ONE_NUMBER });
    const { entity } = await write(deployment);
    const answer = await tellMessage(deployment, entity.sid, { Author: '+12025550199' });
    expect(answer.body).toEqual({ outcome: 'ignored', reason: 'participant_pending' });
  });

  it('is the Participant that the event names, whatever name the author goes by', async () => {
    const deployment = quiet({ table: ONE_NUMBER });
    const { entity, participants } = await write(deployment);
    const [participant] = participants.values();
    const named = { Author: '+12025550199', ParticipantSid: participant?.sid };
    expect((await tellMessage(deployment, entity.sid, named)).body).toMatchObject({ outcome: 'routed' });
    expect(tasks(deployment)).toMatchObject([{ attributes: { businessAddress: BUSINESS_NUMBER } }]);
  });

  it.each([
    ['the SDK, which names the Participant', 'SDK', true],
    ['the SDK, if the Participant is not named', 'SDK', false],
    ['a channel of its own, which does not', 'WEB', false],
  ])('is the identity that wrote by %s', async (_, source, isNamed) => {
    const attributes = { businessAddress: 'the web shop' };
    const deployment = quiet({ table: { channels: { web: { inbound: true, attributes } } } });
    const visitor = new ChatCustomer(deployment.twilio, 'visitor-1');
    visitor.write('Hello');
    const { entity, participants } = visitor.conversation ?? {};
    const [participant] = participants?.values() ?? [];
    const told = isNamed ? { ParticipantSid: participant?.sid } : {};
    const changes = { Source: source, Author: 'visitor-1', ...told, ...SCOPED };
    const answer = await tellMessage(deployment, String(entity?.sid), changes);
    expect(answer.body).toMatchObject({ outcome: 'routed' });
    expect(tasks(deployment)).toMatchObject([
      { attributes: { channelType: 'web', customerAddress: 'visitor-1', ...attributes } },
    ]);
  });

  it('who writes an email is no group that has to be set up first', async () => {
    const deployment = quiet();
    const { conversations, world } = deployment.twilio;
    const [any] = conversations.addresses.values();
    if (!any) throw new Error('no address');
    const email = { ...any, sid: world.sids.next('IG'), address: SUPPORT_EMAIL, type: 'email' };
    conversations.addresses.set('email', email);
    const { entity } = await write(deployment, SUPPORT_EMAIL, 'ella@example.com');
    // Its capital letters may differ from those of the Participant.
    const answer = await tellMessage(deployment, entity.sid, { Source: 'EMAIL', Author: 'Ella@Example.com' });
    expect(answer).toMatchObject({ body: { outcome: 'routed' }, calls: 4 });
  });
});

describe('a group MMS', () => {
  it('is routed when it has been set up, as the customer who comes first', async () => {
    const deployment = new Deployment();
    const customer = new Customer(deployment.twilio, CUSTOMER_NUMBER);
    await customer.write(BUSINESS_NUMBER, 'Hello both', ['+12025550188']);
    await deployment.settle();
    // A look at the record, at the Participants and at the state, a claim, a look for a task, and two for the Interaction.
    expect(deployment.logs.at(-1)).toMatchObject({ outcome: 'routed', calls: 7 });
    expect(tasks(deployment)).toMatchObject([
      { attributes: { customerAddress: CUSTOMER_NUMBER, businessAddress: BUSINESS_NUMBER } },
    ]);
  });
});

describe('a change of state', () => {
  it.each([
    ['active', 'inactive'],
    ['inactive', 'active'],
  ])('from %s to %s leads to nothing', async (from, to) => {
    const deployment = quiet();
    const answer = await deployment.call(WEBHOOK, {
      EventType: 'onConversationStateUpdated',
      ConversationSid: `CH${'1'.repeat(32)}`,
      StateFrom: from,
      StateTo: to,
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'ignored', reason: 'uninteresting' },
      calls: 0,
    });
  });
});

describe('an event that does not concern us', () => {
  it('is answered, and logged without anything that it tells', async () => {
    const deployment = quiet();
    const event = { EventType: 'onUserUpdated', ConversationSid: `CH${'1'.repeat(32)}` };
    const answer = await deployment.call(WEBHOOK, event);
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'ignored', reason: 'uninteresting' },
      log: { event: 'uninteresting' },
    });
    expect(answer.log).not.toHaveProperty('conversationSid');
  });
});

describe('a customer who is served already', () => {
  it('by an agent of whoever was faster gets no second Interaction', async () => {
    const deployment = quiet({ wiring: 'address' });
    const { twilio, account } = deployment;
    const [ada] = account.agents;
    ada?.setActivity('Available');
    const { entity } = await write(deployment);
    twilio.interactions.create(
      { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: entity.sid } },
      {
        workspace_sid: twilio.workspace.entity.sid,
        workflow_sid: account.assignToAnyone.sid,
        task_channel_unique_name: 'sms',
      },
      {},
    );
    await deployment.settle();
    ada?.accept();
    await deployment.settle();
    const answer = await tellMessage(deployment, entity.sid);
    expect(answer.body).toEqual({ outcome: 'ignored', reason: 'foreign' });
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(0);
    expect(deployment.recordOf(entity.sid)).toMatchObject({ state: 'foreign' });
  });
});
