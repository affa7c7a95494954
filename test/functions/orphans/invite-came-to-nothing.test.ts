import type { Platform } from '../../../src/core/platform';
import type { Canceled } from './orphaned-customer';
import {
  canceled,
  changeRecord,
  HOUR_MS,
  refusing,
  tapped,
  taskEvent,
  TASKROUTER,
} from './orphaned-customer';

const INVITE = /POST flex-api.*Invites$/;
const FETCH_CHANNEL = /GET flex-api.*Channels\/\{sid\}$/;
const LEASE_MS = 10_000;
const A_DAY = { EventType: 'task.system-deleted', WorkerSid: `WK${'1'.repeat(32)}` };

/** The end of the task is told, and time passes until it is answered. */
async function told({ deployment, event }: Canceled, changes: object = {}, platform?: Platform) {
  const answer = deployment.call(TASKROUTER, { ...event, ...changes }, platform);
  await deployment.settle(LEASE_MS);
  return answer;
}

/** One timeout makes several events. */
function toldAgain(world: Canceled) {
  return told(world, { EventType: 'workflow.timeout' });
}

function recordOf({ deployment, conversationSid }: Canceled) {
  return deployment.recordOf(conversationSid);
}

describe('an Invite that Twilio did not take', () => {
  it.each([429, 503])('because of %d is sent by the next event of the same end', async (status) => {
    const world = await canceled();
    const { deployment, conversation } = world;
    const refused = await told(world, {}, refusing(world, INVITE, status));
    expect(refused).toMatchObject({ status: 503 });
    expect(recordOf(world)).toMatchObject({ state: 'resuming', leaseUntilMs: 0 });
    expect(recordOf(world)?.reroutes).toBeUndefined();
    expect((await toldAgain(world)).log).toMatchObject({ status: 204, outcome: 'rerouted' });
    expect(recordOf(world)).toMatchObject({ state: 'routed', reroutes: 1, waitedSeconds: 30 });
    expect(deployment.liveTasks).toHaveLength(1);
    expect(conversation.entity.state).toBe('active');
  });

  it.each([
    ['rerouted', {}],
    ['reinvited', A_DAY],
  ])(
    'is no attempt and no waiting time, however often it was refused, before it is %s',
    async (outcome, changes) => {
      const world = await canceled();
      for (let times = 0; times < 5; times++) {
        await told(world, changes, refusing(world, INVITE, 429));
        expect(recordOf(world)).toMatchObject({ state: 'resuming', attempt: 0, leaseUntilMs: 0 });
        expect(recordOf(world)?.waitedSeconds).toBeUndefined();
      }
      expect((await told(world, changes)).log).toMatchObject({ outcome });
      expect(recordOf(world)).toMatchObject({ state: 'routed', attempt: 1, waitedSeconds: 30 });
    },
  );

  it('and of which nobody knows whether Twilio took it, is sent three times at most: then an operator is called', async () => {
    const world = await canceled();
    const { deployment } = world;
    deployment.twilio.faults.add({ operation: 'CreateInteractionChannelInvite', kind: 'never-before' });
    for (const attempt of [1, 2, 3]) {
      expect(await told(world)).toMatchObject({ status: 503 });
      expect(recordOf(world)).toMatchObject({ state: 'resuming', attempt });
      await deployment.settle(LEASE_MS);
    }
    const last = await toldAgain(world);
    expect(last.log).toMatchObject({
      level: 'error',
      alert: true,
      outcome: 'failed',
      code: 'attempts_exhausted',
    });
    expect(recordOf(world)).toMatchObject({ state: 'failed', code: 'attempts_exhausted' });
  });
});

describe('the task of an Invite whose answer got lost', () => {
  it('is found by the next event, which sends nothing', async () => {
    const world = await canceled();
    const { deployment } = world;
    deployment.twilio.faults.add({
      operation: 'CreateInteractionChannelInvite',
      kind: 'never-after',
      times: 1,
    });
    expect(await told(world)).toMatchObject({ status: 503 });
    await deployment.settle(LEASE_MS);
    const [task, ...others] = deployment.liveTasks;
    expect(others).toEqual([]);
    expect((await toldAgain(world)).log).toMatchObject({ outcome: 'adopted' });
    expect(recordOf(world)).toMatchObject({ state: 'routed', taskSid: task?.entity.sid });
  });
});

describe('a task that names the Conversation, and no Interaction', () => {
  it("keeps the record's channel, so that no second Interaction is made for it", async () => {
    const world = await canceled();
    const { deployment, conversationSid, interaction, event } = world;
    const { twilio } = deployment;
    const callback = twilio.router.createTask(twilio.workspace, {
      attributes: { conversationSid, type: 'callback' },
      workflowSid: String(deployment.context.TASKROUTER_WORKFLOW_SID),
      timeoutSeconds: HOUR_MS / 1_000,
    });
    const sids = { interactionSid: interaction.entity.sid, channelSid: interaction.channel.sid };
    expect((await deployment.call(TASKROUTER, event)).log).toMatchObject({ outcome: 'adopted' });
    expect(recordOf(world)).toMatchObject({ state: 'routed', ...sids });
    twilio.router.cancelTask(twilio.workspace, callback, 'canceled');
    changeRecord(world, { writtenAtMs: 0 });
    const ended = taskEvent(deployment, 'task.canceled', world.task);
    expect((await deployment.call(TASKROUTER, ended)).log).toMatchObject({ outcome: 'rerouted' });
    expect(twilio.interactions.interactions.size).toBe(1);
  });
});

describe('a channel in a state that nobody knows yet', () => {
  it('is left alone', async () => {
    const world = await canceled();
    const platform = tapped(world.deployment.platform(), FETCH_CHANNEL, async (send) => {
      const answer = await send();
      return { ...answer, body: answer.body.replace('"active"', '"dreaming"') };
    });
    const { log } = await told(world, {}, platform);
    expect(log).toMatchObject({ status: 204, outcome: 'ignored', reason: 'channel_unknown' });
  });
});
