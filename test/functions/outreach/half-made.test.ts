import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../../support/deployment';
import { settled } from '../../support/settled';
import { cancelTasks } from '../deaf-deployment';
import { dieAfter as dieAfterCall } from './died-outreach';
import type { withAgents } from './outreach-deployment';
import { messages, openConversations, SMS, TEXT } from './outreach-deployment';

const MINUTE_MS = 60_000;

/** An agent's click dies after one of its calls, and nobody asks again. */
function dieAfter(call: RegExp, waitMs = MINUTE_MS + 10_000) {
  return dieAfterCall(call, [SMS, TEXT], waitMs, { settings: { SWEEP_SINCE: '2026-01-05' } });
}

async function sweep({ deployment }: Pick<ReturnType<typeof withAgents>, 'deployment'>, apply: boolean) {
  const { body } = await deployment.callBackend('/backend/sweep', { apply: String(apply) });
  return body.conversations as { reason: string; outcome?: string }[];
}

describe('what an outreach that died left behind', () => {
  it.each([
    ['its Conversation', /ConversationWithParticipants/],
    ['its record', /POST sync.*Documents$/],
    ['its check of the agent', /GET taskrouter/],
  ])(
    'is removed by the sweep if it died after %s, and the customer can be written to again',
    async (_, call) => {
      const world = await dieAfter(call);
      const { deployment, grace } = world;
      expect(await sweep(world, false)).toMatchObject([{ reason: 'half_made_outreach' }]);
      const [conversation] = openConversations(deployment);
      expect(await sweep(world, true)).toMatchObject([{ reason: 'half_made_outreach', outcome: 'removed' }]);
      expect(deployment.recordOf(conversation?.entity.sid ?? '')).toMatchObject({
        state: 'closed',
        code: 'abandoned',
      });
      expect(openConversations(deployment)).toEqual([]);
      expect((await deployment.callAgent(grace, SMS, TEXT)).status).toBe(201);
    },
  );

  it('is adopted by the sweep if its Interaction was made', async () => {
    const world = await dieAfter(/POST flex-api/);
    const { deployment } = world;
    expect(await sweep(world, true)).toMatchObject([{ outcome: 'adopted' }]);
    const [conversation] = openConversations(deployment);
    expect(deployment.recordOf(conversation?.entity.sid ?? '')).toMatchObject({ state: 'routed' });
    expect(deployment.liveTasks).toHaveLength(1);
    expect(await sweep(world, true)).toEqual([]);
  });

  it('is left alone by the sweep if its Interaction was made, and its task has ended since', async () => {
    const deployment = new Deployment({ settings: { SWEEP_SINCE: '2026-01-05' } });
    const channel = {
      type: 'sms',
      participants: [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }],
    };
    await deployment.callBackend('/backend/interactions', { channel, requestId: 'form-1' });
    cancelTasks(deployment);
    await deployment.settle(2 * MINUTE_MS);
    expect(await sweep({ deployment }, true)).toEqual([]);
    expect(openConversations(deployment)).toHaveLength(1);
  });

  it.each([
    ['its Conversation', /ConversationWithParticipants/],
    ['its record', /POST sync.*Documents$/],
  ])('after %s is removed by one of two sweeps only', async (_, call) => {
    const world = await dieAfter(call);
    world.deployment.twilio.latencyMs = 50;
    const sweeps = Promise.all([sweep(world, true), sweep(world, true)]);
    const outcomes = (await settled(world.deployment, sweeps)).map(([one]) => one?.outcome);
    expect(outcomes.sort()).toEqual(['in_progress', 'removed']);
  });

  it.each([
    ['its Conversation', /ConversationWithParticipants/],
    ['its record', /POST sync.*Documents$/],
  ])('after %s is not taken from an agent who finishes it in the moment of a sweep', async (_, call) => {
    for (let earlierMs = -500; earlierMs <= 500; earlierMs += 50) {
      const world = await dieAfter(call);
      const { deployment, ada, grace } = world;
      deployment.twilio.latencyMs = 50;
      const after = async <Value>(ms: number, work: () => Promise<Value>) => {
        await new Promise<void>((resolve) => void deployment.clock.schedule(Math.max(ms, 0), resolve));
        return work();
      };
      const both = Promise.all([
        after(-earlierMs, () => deployment.callAgent(grace, SMS, TEXT)),
        after(earlierMs, () => sweep(world, true)),
      ]);
      const [click] = await settled(deployment, both);
      // Whoever was too late for what the sweep takes away writes anew.
      if (click.status !== 201) await settled(deployment, deployment.callAgent(ada, SMS, TEXT));
      expect(openConversations(deployment)).toHaveLength(1);
      expect(deployment.liveTasks).toHaveLength(1);
      expect(messages(deployment)).toEqual([TEXT.body]);
    }
  });

  it('is finished by the next agent who wants to write to the customer', async () => {
    const { deployment, grace } = await dieAfter(/POST sync.*Documents$/);
    expect((await deployment.callAgent(grace, SMS, TEXT)).status).toBe(201);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it.each([
    ['its Conversation', /ConversationWithParticipants/],
    ['its record', /POST sync.*Documents$/],
  ])('after %s is not taken from its agent while they may be at it', async (_, call) => {
    const { deployment, ada, grace } = await dieAfter(call, 1_000);
    const other = { ...TEXT, body: 'Something else' };
    for (const [agent, whom] of [
      [ada, 'you'],
      [grace, 'another_agent'],
    ] as const) {
      const answer = await deployment.callAgent(agent, SMS, other);
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'conversation_already_open', details: { with: whom } },
      });
    }
    expect(deployment.liveTasks).toEqual([]);
  });

  it.each([
    ['its Conversation', /ConversationWithParticipants/],
    ['its record', /POST sync.*Documents$/],
  ])(
    'after %s is finished by the same request, asked again at once, when its time is over',
    async (_, call) => {
      const { deployment, ada } = await dieAfter(call, 8_000);
      const again = await settled(deployment, deployment.callAgent(ada, SMS, TEXT));
      expect([201, 503]).toContain(again.status);
      await deployment.settle(5_000);
      expect((await settled(deployment, deployment.callAgent(ada, SMS, TEXT))).status).toBe(201);
      expect(messages(deployment)).toEqual([TEXT.body]);
      expect(deployment.liveTasks).toHaveLength(1);
    },
  );

  it('is taken over at once for a customer who writes in it, however new their message is', async () => {
    const { deployment } = await dieAfter(/POST sync.*Documents$/, 12_000);
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    await deployment.settle();
    const heard = deployment.logs.find(({ event }) => event === 'onMessageAdded');
    expect(heard).toMatchObject({ outcome: 'routed' });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('is left alone if somebody has written in it since', async () => {
    const { deployment, grace } = await dieAfter(/POST sync.*Documents$/);
    const [conversation] = openConversations(deployment);
    if (!conversation) throw new Error('no Conversation');
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    expect(await deployment.callAgent(grace, SMS, TEXT)).toMatchObject({
      status: 409,
      body: { details: { conversationSid: conversation.entity.sid, with: 'nobody' } },
    });
    expect(messages(deployment)).toEqual(['Hello']);
  });
});
