import { BY_TWILIO } from '../../simulator/conversations/origin';
import type { ChannelStatus } from '../../simulator/flex/entities';
import { ChatCustomer } from '../../simulator/people/chat-customer';
import type { Deployment } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, transportTo } from '../support/deployment';
import { settled } from '../support/settled';
import { attributesOf, liveTasks as liveTasksOf, teamWithCustomer } from '../support/team';
import {
  cancelTasks,
  deaf,
  found,
  routedByHand,
  setRecord,
  SINCE,
  SWEEP,
  sweepAll,
  write,
} from './deaf-deployment';

const MINUTE_MS = 60_000;
const EXPIRED = { state: 'claimed', leaseUntilMs: 0 };

function removeRecord({ twilio: { sync } }: Deployment): void {
  const service = sync.findService('default');
  if (!service) throw new Error('no Sync');
  for (const document of service.documents.values()) sync.removeDocument(service, document);
}

/** Ada serves a customer and has written last, and no event is heard any more. */
async function answeredByAda() {
  const team = await teamWithCustomer({ settings: { SWEEP_SINCE: SINCE } });
  team.deployment.twilio.world.deliveries.weather = { copies: () => [] };
  team.ada.write(team.conversationSid, 'I will look it up.');
  await team.deployment.settle(2 * MINUTE_MS);
  return team;
}

/** Waits for that many milliseconds of the next second. */
async function nextSecond(deployment: Deployment, ms: number): Promise<number> {
  await deployment.settle(1_000 - (deployment.clock.now() % 1_000) + ms);
  return deployment.clock.now();
}

function sayBySystem({ twilio }: Deployment, conversationSid: string): void {
  const conversation = twilio.conversations.find(conversationSid);
  if (!conversation) throw new Error('no Conversation');
  twilio.conversationActions.addMessage(conversation, { author: 'system', body: 'We are closed' }, BY_TWILIO);
}

describe('the sweep finds', () => {
  it('a customer who wrote while the park was on its way that their agent had asked for', async () => {
    const { deployment, ada, taskSid, conversationSid } = await answeredByAda();
    await nextSecond(deployment, 0);
    deployment.twilio.latencyMs = 300;
    const parking = deployment.callAgent(ada, '/agent/park', { taskSid });
    await deployment.settle(600);
    await write(deployment, 'One more thing');
    expect((await settled(deployment, parking)).body).toEqual({ outcome: 'parked' });
    deployment.twilio.latencyMs = 0;
    await deployment.settle(2 * MINUTE_MS);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'parked' });
    expect(await found(deployment)).toEqual([['not_resumed', 'resumed']]);
  });

  it.each(['claimed', 'resuming'])(
    'a live task of whoever died before writing it down, in a record that is %s',
    async (state) => {
      const deployment = deaf();
      const { entity } = await routedByHand(deployment);
      setRecord(deployment, entity.sid, { ...EXPIRED, state });
      await deployment.settle(2 * MINUTE_MS);
      expect(await found(deployment)).toEqual([['claim_expired', 'already_routed']]);
      expect(deployment.recordOf(entity.sid)).toMatchObject({ state: 'routed' });
      expect(deployment.liveTasks).toHaveLength(1);
    },
  );

  it('a customer by WhatsApp, where STOP is a word like any other', async () => {
    const deployment = deaf();
    await write(deployment, 'STOP', `whatsapp:${CUSTOMER_NUMBER}`, `whatsapp:${BUSINESS_NUMBER}`);
    await deployment.settle(2 * MINUTE_MS);
    expect(await found(deployment)).toEqual([['no_record', 'routed']]);
  });

  it('a customer in a chat, who has no address', async () => {
    const deployment = deaf();
    new ChatCustomer(deployment.twilio, 'ella').write('Hello');
    await deployment.settle(2 * MINUTE_MS);
    expect(await found(deployment)).toEqual([['no_record', 'routed']]);
  });

  it('a customer in a chat whose identity looks like a mail address, also when somebody was at it', async () => {
    const deployment = deaf();
    new ChatCustomer(deployment.twilio, 'ella@customer.example').write('Hello');
    await deployment.settle(2 * MINUTE_MS);
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'status', status: 429 });
    expect(await settled(deployment, found(deployment))).toEqual([['no_record', 'unavailable']]);
    deployment.twilio.faults.clear();
    expect(await found(deployment)).toEqual([['claim_expired', 'routed']]);
    const [task] = deployment.liveTasks;
    expect(task && attributesOf(task)).toMatchObject({ channelType: 'web' });
  });

  it.each([
    ['in the second of the park', 'not_resumed', 0, { state: 'parked' }],
    ['in the second of the close', 'closed_in_vain', 0, { state: 'closed', parked: undefined }],
    ['while the park was being written down', 'not_resumed', 3_000, { state: 'parked' }],
  ])('a customer whose last message came %s', async (_, reason, tookMs, record) => {
    const deployment = deaf();
    const { entity } = await routedByHand(deployment);
    cancelTasks(deployment);
    const atMs = await nextSecond(deployment, 300);
    setRecord(deployment, entity.sid, {
      parked: { workerSid: `WK${'1'.repeat(32)}`, atMs },
      writtenAtMs: atMs + tookMs,
      ...record,
    });
    await deployment.settle(200);
    await write(deployment, 'One more thing');
    await deployment.settle(10 * MINUTE_MS);
    expect(await found(deployment)).toEqual([[reason, 'resumed']]);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it.each([
    [true, 'already_routed'],
    [false, 'resumed'],
  ])(
    'a customer whose agent had the last word while somebody died at it; they are still there: %s',
    async (isThere, outcome) => {
      const team = await answeredByAda();
      const { deployment, conversationSid, interaction } = team;
      const agent = interaction.participants.find(({ entity }) => entity.type === 'agent');
      if (!isThere && agent) deployment.twilio.interactions.participants.update(interaction, agent, 'closed');
      interaction.channel.status = 'active';
      setRecord(deployment, conversationSid, { ...EXPIRED, state: 'resuming' });
      expect(await found(deployment)).toEqual([['claim_expired', outcome]]);
      expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
      expect(liveTasksOf(team)).toHaveLength(1);
    },
  );
});

describe('the sweep leaves alone', () => {
  it.each([
    ['what somebody else made the Interaction of', { state: 'foreign' }, 1],
    ['what is parked since before the last word of a system', { state: 'parked', writtenAtMs: 0 }, 2],
    ['what failed, if a system had the last word', { state: 'failed' }, 2],
    ['what never had a channel, if a system had the last word', { channelSid: undefined }, 2],
  ])('%s', async (_, record, messages) => {
    const deployment = deaf();
    const { entity } = await routedByHand(deployment);
    cancelTasks(deployment);
    setRecord(deployment, entity.sid, record);
    if (messages > 1) sayBySystem(deployment, entity.sid);
    await deployment.settle(2 * MINUTE_MS);
    expect(await found(deployment)).toEqual([]);
  });

  it.each(['parked', 'closed'])('what is %s since the second after the last message', async (state) => {
    const deployment = deaf();
    const { entity } = await routedByHand(deployment);
    cancelTasks(deployment);
    setRecord(deployment, entity.sid, { state, writtenAtMs: await nextSecond(deployment, 0) });
    await deployment.settle(2 * MINUTE_MS);
    expect(await found(deployment)).toEqual([]);
  });

  it('a parked customer whose agent wrote once more', async () => {
    const { deployment, conversationSid } = await answeredByAda();
    setRecord(deployment, conversationSid, { state: 'parked', writtenAtMs: 0 });
    expect(await found(deployment)).toEqual([]);
  });

  it('a customer whose record is gone, as long as somebody serves them or wraps up', async () => {
    const deployment = deaf();
    await routedByHand(deployment);
    removeRecord(deployment);
    await deployment.settle(2 * MINUTE_MS);
    expect(await found(deployment)).toEqual([]);
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    await deployment.settle();
    ada?.accept();
    const { router, workspace } = deployment.twilio;
    for (const task of workspace.tasks.values()) router.wrapUp(workspace, task, null);
    expect(await found(deployment)).toEqual([]);
  });

  it('a Conversation in which nobody has written', async () => {
    const deployment = deaf();
    deployment.twilio.conversationActions.create({}, BY_TWILIO);
    await deployment.settle(2 * MINUTE_MS);
    expect(await sweepAll(deployment)).toMatchObject({ checked: 1, suspects: 0 });
  });

  it('what is older than SWEEP_SINCE, even if Twilio lists it', async () => {
    const deployment = deaf({ settings: { SWEEP_SINCE: '2026-01-06' } });
    await write(deployment);
    await deployment.settle(24 * 60 * MINUTE_MS);
    const platform = deployment.platform();
    const authorization = { request: { headers: { authorization: 'Bearer backend-key' } } };
    const answer = await deployment.call(
      SWEEP,
      { ...authorization, apply: 'true' },
      {
        ...platform,
        transport: (request, signal) =>
          platform.transport({ ...request, path: request.path.replace(/StartDate=[^&]*&?/, '') }, signal),
      },
    );
    expect(answer).toMatchObject({ status: 200, calls: 1, body: { checked: 0, suspects: 0 } });
  });
});

describe('what the sweep counts', () => {
  it('as failed, and calls an operator for: a customer who was given up', async () => {
    const deployment = deaf();
    const { entity } = await routedByHand(deployment);
    cancelTasks(deployment);
    setRecord(deployment, entity.sid, { state: 'failed', code: 45004 });
    await deployment.settle(2 * MINUTE_MS);
    const { body, log } = await deployment.callBackend(SWEEP, { apply: 'true' });
    expect(body).toEqual({
      checked: 1,
      suspects: 1,
      repaired: 0,
      failed: 1,
      applied: true,
      cursor: expect.any(String) as string,
      conversations: [{ conversationSid: entity.sid, reason: 'failed', outcome: 'failed' }],
    });
    expect(log).toMatchObject({ level: 'error', alert: true, failed: 1 });
  });

  it.each(['pause', 'transfer'] satisfies ChannelStatus[])(
    'as nothing: a customer who is in the hands of Flex: %s',
    async (status) => {
      const deployment = deaf();
      const { entity } = await routedByHand(deployment);
      cancelTasks(deployment);
      const interaction = deployment.twilio.interactions.ofConversation(entity.sid);
      if (interaction) interaction.channel.status = status;
      await deployment.settle(2 * MINUTE_MS);
      expect(await sweepAll(deployment)).toMatchObject({ suspects: 1, repaired: 0, failed: 0 });
    },
  );

  it('once: a customer whom two sweeps find at the same time', async () => {
    const deployment = deaf({ latencyMs: 50 });
    await write(deployment);
    await deployment.settle(2 * MINUTE_MS);
    const sweeps = Promise.all([sweepAll(deployment), sweepAll(deployment)]);
    await deployment.settle(10_000);
    expect((await sweeps).map(({ suspects, repaired }) => [suspects, repaired]).sort()).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it.each([
    ['FetchDocument', 503, 'unreadable', undefined],
    ['CreateDocument', 503, 'no_record', 'unavailable'],
    ['CreateDocument', 403, 'no_record', 'failed'],
  ])('as failed: a customer of whom Twilio answers %s by %d', async (operation, status, reason, outcome) => {
    const deployment = deaf();
    const { entity } = await write(deployment);
    await deployment.settle(2 * MINUTE_MS);
    deployment.twilio.faults.add({ operation, kind: 'status', status });
    const answer = deployment.callBackend(SWEEP, { apply: 'true' });
    await deployment.settle(10_000);
    expect(await answer).toMatchObject({ status: 200, log: { level: 'error', alert: true } });
    expect((await answer).body).toMatchObject({ suspects: 1, repaired: 0, failed: 1 });
    expect((await answer).body.conversations).toEqual([
      { conversationSid: entity.sid, reason, ...(outcome === undefined ? {} : { outcome }) },
    ]);
  });

  it.each([/\/Documents/, /\/Interactions/])(
    'nothing, if Twilio answers %s by something that is not JSON: that is for an operator',
    async (path) => {
      const deployment = deaf();
      await write(deployment);
      await deployment.settle(2 * MINUTE_MS);
      const transport = transportTo(deployment.twilio);
      const authorization = { request: { headers: { authorization: 'Bearer backend-key' } } };
      const answer = await deployment.call(
        SWEEP,
        { ...authorization, apply: 'true' },
        {
          ...deployment.platform(),
          transport: async (request, signal) => {
            const answered = await transport(request, signal);
            return path.test(request.path) && answered.status < 300 ? { ...answered, body: '' } : answered;
          },
        },
      );
      expect(answer).toMatchObject({ status: 500, log: { level: 'error', alert: true } });
    },
  );

  it('the rest of a page by the next call, if Twilio is slow', async () => {
    const deployment = deaf({ latencyMs: 200 });
    for (let index = 0; index < 20; index++)
      await write(deployment, 'Hello', `+1202555${String(2000 + index)}`);
    await deployment.settle(2 * MINUTE_MS);
    const sweep = sweepAll(deployment);
    await deployment.settle(5 * MINUTE_MS);
    expect(await sweep).toMatchObject({ checked: 20, suspects: 20, repaired: 20, failed: 0 });
    expect((await sweep).pages).toBeGreaterThan(2);
  });
});
