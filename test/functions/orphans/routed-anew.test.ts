import { parseObject } from '../../../simulator/kernel/parse-object';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, VIP_NUMBER } from '../../support/deployment';
import type { Canceled } from './orphaned-customer';
import {
  canceled,
  changeRecord,
  failSetUp,
  interactionEvent,
  INTERACTIONS,
  refusing,
  TASKROUTER,
} from './orphaned-customer';

const FETCH_CHANNEL = /GET flex-api.*Channels\/\{sid\}$/;
const CREATION_FAILED = { EventType: 'onChannelCreateFailed' };
const NO_CHANNEL = { interactionSid: undefined, channelSid: undefined, taskSid: undefined };

function attributesOfNewTask({ deployment }: Canceled): Record<string, unknown> {
  const [task, ...others] = deployment.liveTasks;
  if (!task || others.length > 0) throw new Error('there is not one task');
  return parseObject(task.entity.attributes);
}

describe('a customer whose channel was never set up', () => {
  it.each([
    [45353, 'duplicate_dropped'],
    [45355, 'participant_pending'],
  ])('for the reason %d is left to their next message', async (code, reason) => {
    const world = await canceled();
    const { deployment, conversationSid } = world;
    failSetUp(world, code);
    const toldOf = `KD${'9'.repeat(32)}`;
    changeRecord(world, { attempt: 2, reroutes: 1, toldOf });
    const event = interactionEvent(world, { ...CREATION_FAILED, ErrorCode: String(code) });
    const answer = await deployment.call(INTERACTIONS, event);
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'ignored', reason }, calls: 3 });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'claimed',
      toldOf,
      attempt: 2,
      reroutes: 1,
      leaseUntilMs: 0,
      writtenBy: expect.any(String) as string,
      writtenAtMs: deployment.clock.now(),
    });
    expect(deployment.twilio.interactions.interactions.size).toBe(1);
  });

  it('because their Conversation is closed is forgotten', async () => {
    const world = await canceled();
    failSetUp(world, 45354);
    const event = interactionEvent(world, { ...CREATION_FAILED, ErrorCode: 45354 });
    const answer = await world.deployment.call(INTERACTIONS, event);
    expect(answer.body).toEqual({ outcome: 'ignored', reason: 'closed' });
    expect(world.deployment.recordOf(world.conversationSid)).toMatchObject({ state: 'closed' });
  });

  it('gets a new Interaction, even on an address that only sends', async () => {
    const world = await canceled();
    failSetUp(world);
    world.deployment.table = JSON.stringify({ addresses: { [BUSINESS_NUMBER]: { outbound: true } } });
    const event = interactionEvent(world, { ...CREATION_FAILED, ErrorCode: '45356' });
    expect((await world.deployment.call(INTERACTIONS, event)).body).toMatchObject({ outcome: 'routed' });
    expect(attributesOfNewTask(world)).toMatchObject({ customerAddress: CUSTOMER_NUMBER });
  });

  it('gets a new Interaction, though neither the event nor the record knows a channel', async () => {
    const world = await canceled();
    failSetUp(world);
    changeRecord(world, { state: 'claimed', leaseUntilMs: 0, ...NO_CHANNEL });
    const event = interactionEvent(world, {
      EventType: 'onParticipantLeft',
      ParticipantType: 'agent',
      ChannelSid: undefined,
    });
    const answer = await world.deployment.call(INTERACTIONS, event);
    expect(answer.body).toMatchObject({ outcome: 'routed' });
    expect(world.deployment.recordOf(world.conversationSid)).toMatchObject({ state: 'routed', attempt: 2 });
  });
});

describe('nothing is done before anybody has joined', () => {
  it.each([
    [
      'whose channel failed',
      CREATION_FAILED,
      (world: Canceled) => {
        failSetUp(world);
      },
    ],
    ['whose agent left', { EventType: 'onParticipantLeft', ParticipantType: 'agent' }, () => undefined],
  ])('a Conversation %s', async (_, type, prepare) => {
    const world = await canceled();
    prepare(world);
    world.conversation.participants.clear();
    const before = world.deployment.recordOf(world.conversationSid);
    const answer = await world.deployment.call(INTERACTIONS, interactionEvent(world, type));
    expect(answer.body).toEqual({ outcome: 'ignored', reason: 'participant_pending' });
    expect(world.deployment.recordOf(world.conversationSid)).toEqual(before);
  });
});

describe('a customer whose channel Twilio has forgotten', () => {
  async function routeAnew(changes: object) {
    const world = await canceled();
    const { deployment, task } = world;
    world.deployment.twilio.interactions.store.unmapConversation(world.interaction);
    const attributes = { ...parseObject(task.entity.attributes), ...changes };
    const event = { ...world.event, TaskAttributes: JSON.stringify(attributes) };
    const { log } = await deployment.call(TASKROUTER, event, refusing(world, FETCH_CHANNEL, 404));
    expect(log).toMatchObject({ status: 204, outcome: 'routed' });
    return { ...world, calls: log.calls };
  }

  it('gets a new Interaction as the old task tells who they are', async () => {
    const world = await routeAnew({ businessAddress: VIP_NUMBER, customerName: 'Ella' });
    expect(attributesOfNewTask(world)).toMatchObject({
      channelType: 'sms',
      customerAddress: CUSTOMER_NUMBER,
      businessAddress: VIP_NUMBER,
      customerName: 'Ella',
      from: 'Ella',
      team: 'vip',
    });
    expect(world.calls).toBe(6);
  });

  it('gets one without what the old task has no text for', async () => {
    const world = await routeAnew({ businessAddress: 5, customerName: 5 });
    expect(attributesOfNewTask(world)).toMatchObject({ from: CUSTOMER_NUMBER });
    expect(attributesOfNewTask(world)).not.toHaveProperty('businessAddress');
    expect(world.calls).toBe(6);
  });

  it.each([{ customerAddress: 5 }, { channelType: 5 }])(
    'is asked for where the old task does not tell who they are: %j',
    async (changes) => {
      const world = await routeAnew(changes);
      expect(attributesOfNewTask(world)).toMatchObject({
        channelType: 'sms',
        customerAddress: CUSTOMER_NUMBER,
      });
      expect(world.calls).toBe(7);
    },
  );
});
