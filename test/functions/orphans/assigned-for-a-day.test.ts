import { parseObject } from '../../../simulator/kernel/parse-object';
import { settled } from '../../support/settled';
import { changeRecord, HOUR_MS, orphanedIn, refusing, taskEvent, TASKROUTER } from './orphaned-customer';

const DAY_MS = 24 * HOUR_MS;
const PARTICIPANTS = /GET flex-api.*Participants$/;

/** A task that Ada accepted, and the event of its end after a day; she and Grace are available. */
async function ofAda(channel = '') {
  const world = await orphanedIn(HOUR_MS, {}, channel);
  const { deployment, conversationSid } = world;
  const { twilio } = deployment;
  const [ada, grace] = deployment.account.agents;
  const [task] = deployment.liveTasks;
  const interaction = twilio.interactions.ofConversation(conversationSid);
  if (!ada || !grace || !task || !interaction) throw new Error('nobody');
  ada.setActivity('Available');
  ada.accept();
  await deployment.settle();
  twilio.world.deliveries.weather = { copies: () => [] };
  await deployment.settle(DAY_MS);
  grace.setActivity('Available');
  const event = taskEvent(deployment, 'task.system-deleted', task, {
    TaskAge: '86400',
    WorkerSid: ada.sid,
    TaskQueueSid: deployment.account.everyone.sid,
  });
  return { ...world, ada, grace, task, interaction, event };
}

/** What the newest Invite asked for. */
function lastInvite({ deployment }: Awaited<ReturnType<typeof ofAda>>): Record<string, unknown> {
  const sent = deployment.twilio.timeline.entries.findLast(({ title }) => title.endsWith('/Invites'));
  const { body } = sent?.detail.request as { body: { Routing: string } };
  return parseObject(body.Routing).properties as Record<string, unknown>;
}

describe('the agent whose task Twilio deleted after a day is invited again', () => {
  it.each([
    ['sms', ''],
    ['chat', 'whatsapp:'],
  ])('by the queue that they had it from, for the task channel %s', async (taskChannel, channel) => {
    const world = await ofAda(channel);
    const { deployment, conversationSid, ada, event } = world;
    const { log } = await deployment.call(TASKROUTER, event);
    expect(log).toMatchObject({ status: 204, outcome: 'reinvited', calls: 5 });
    expect(lastInvite(world)).toMatchObject({
      worker_sid: ada.sid,
      queue_sid: deployment.account.everyone.sid,
      task_channel_unique_name: taskChannel,
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', waitedSeconds: 86_400 });
  });

  it('who is found among the Participants, if the event does not name them', async () => {
    const world = await ofAda();
    const { deployment, ada, event } = world;
    const { log } = await deployment.call(TASKROUTER, { ...event, WorkerSid: undefined });
    expect(log).toMatchObject({ outcome: 'reinvited', calls: 6 });
    expect(lastInvite(world)).toMatchObject({ worker_sid: ada.sid });
  });

  it('even if the record never learned of the Interaction', async () => {
    const world = await ofAda();
    const { deployment, conversationSid, ada, interaction, event } = world;
    changeRecord(world, {
      state: 'claimed',
      leaseUntilMs: 0,
      interactionSid: undefined,
      channelSid: undefined,
      taskSid: undefined,
    });
    expect((await deployment.call(TASKROUTER, event)).log).toMatchObject({ outcome: 'reinvited' });
    expect(deployment.twilio.interactions.interactions.size).toBe(1);
    expect(ada.reservations).toHaveLength(1);
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'routed',
      interactionSid: interaction.entity.sid,
      channelSid: interaction.channel.sid,
    });
  });
});

describe('the default workflow gets the task that Twilio deleted after a day', () => {
  it.each([
    ['the queue is not known', { TaskQueueSid: '' }],
    ['the agent is not known', { WorkerSid: '', TaskSid: `WT${'7'.repeat(32)}` }],
  ])('if %s', async (_, changes) => {
    const world = await ofAda();
    const { deployment, event } = world;
    const { log } = await deployment.call(TASKROUTER, { ...event, ...changes });
    expect(log).toMatchObject({ status: 204, outcome: 'reinvited' });
    expect(lastInvite(world)).toMatchObject({ workflow_sid: deployment.context.TASKROUTER_WORKFLOW_SID });
    expect(lastInvite(world)).not.toHaveProperty('worker_sid');
    expect(lastInvite(world)).not.toHaveProperty('queue_sid');
  });

  it('if Twilio refuses to tell the Participants', async () => {
    const world = await ofAda();
    const event = { ...world.event, WorkerSid: undefined };
    const { log } = await world.deployment.call(TASKROUTER, event, refusing(world, PARTICIPANTS, 400));
    expect(log).toMatchObject({ status: 204, outcome: 'reinvited' });
    expect(lastInvite(world)).not.toHaveProperty('worker_sid');
  });
});

describe('nothing is done about a task that Twilio deleted after a day', () => {
  it('while Twilio cannot tell who had it', async () => {
    const world = await ofAda();
    const { deployment, conversationSid } = world;
    const before = deployment.recordOf(conversationSid);
    const event = { ...world.event, WorkerSid: undefined };
    const failing = deployment.call(TASKROUTER, event, refusing(world, PARTICIPANTS, 503));
    expect(await settled(deployment, failing)).toMatchObject({ status: 503 });
    expect(deployment.recordOf(conversationSid)).toEqual(before);
    expect(deployment.liveTasks).toEqual([]);
  });
});
