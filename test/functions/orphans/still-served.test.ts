import type { Canceled } from './orphaned-customer';
import {
  canceled,
  changeRecord,
  failSetUp,
  HOUR_MS,
  interactionEvent,
  INTERACTIONS,
  orphanedIn,
  refusing,
  taskEvent,
  TASKROUTER,
} from './orphaned-customer';

const OTHER_TASK = `WT${'7'.repeat(32)}`;
const SEARCH_LAG_MS = 10_000;

describe('an end of a task that is not the one of the record', () => {
  it.each([
    ['is not believed while the search may not know a new one', SEARCH_LAG_MS - 1, {}, 'already_routed', 1],
    ['is looked into later', SEARCH_LAG_MS, {}, 'rerouted', 6],
    ['is looked into, if Twilio did not tell the new one', 0, { taskSid: undefined }, 'rerouted', 6],
  ])('%s', async (_, ageMs, changes, outcome, calls) => {
    const world = await canceled();
    const { deployment, event } = world;
    changeRecord(world, { writtenAtMs: deployment.clock.now() - ageMs, ...changes });
    const { log } = await deployment.call(TASKROUTER, { ...event, TaskSid: OTHER_TASK });
    expect(log).toMatchObject({ level: 'info', status: 204, outcome, calls });
  });
});

describe('a task that lives', () => {
  async function living() {
    const world = await orphanedIn(HOUR_MS);
    const [task] = world.deployment.liveTasks;
    if (!task) throw new Error('no task');
    return { ...world, task, event: taskEvent(world.deployment, 'task.canceled', task) };
  }

  it.each([
    ['adopted by a record of another one', { taskSid: OTHER_TASK, writtenAtMs: 0 }, 'adopted', 3],
    ['adopted by a record that was being changed', { state: 'resuming', leaseUntilMs: 0 }, 'adopted', 3],
    ['left alone by its own record', {}, 'already_routed', 2],
  ])('is %s', async (_, changes, outcome, calls) => {
    const { deployment, conversationSid, task, event } = await living();
    changeRecord({ deployment, conversationSid }, changes);
    const { log } = await deployment.call(TASKROUTER, event);
    expect(log).toMatchObject({ status: 204, outcome, calls, taskSid: task.entity.sid });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', taskSid: task.entity.sid });
    expect(deployment.liveTasks).toEqual([task]);
  });
});

describe('what becomes of a customer whom nobody serves is decided by', () => {
  async function fetchOutcome(world: Canceled) {
    const { log } = await world.deployment.call(TASKROUTER, world.event);
    return log.reason ?? log.outcome;
  }

  it('the channel: closed, and there is nothing to do', async () => {
    const world = await canceled();
    world.interaction.channel.status = 'closed';
    expect(await fetchOutcome(world)).toBe('closed');
    expect(world.deployment.recordOf(world.conversationSid)).toMatchObject({ state: 'closed' });
  });

  it('the channel: still being set up, and somebody else is asked', async () => {
    const world = await canceled();
    world.interaction.channel.status = 'setup';
    expect(await fetchOutcome(world)).toBe('rerouted');
    expect(world.deployment.liveTasks).toHaveLength(1);
  });

  it("the record's own channel, not that of a duplicate that Twilio dropped", async () => {
    const world = await canceled();
    const event = interactionEvent(world, {
      EventType: 'onChannelCreateFailed',
      ChannelSid: `UO${'8'.repeat(32)}`,
      ErrorCode: '45353',
    });
    const answer = await world.deployment.call(INTERACTIONS, event);
    expect(answer).toMatchObject({
      body: { outcome: 'rerouted', channelSid: world.interaction.channel.sid },
      calls: 7,
    });
  });

  it('what the event tells of its channel, so that Twilio is not asked', async () => {
    const world = await canceled();
    failSetUp(world);
    const event = interactionEvent(world, { EventType: 'onChannelCreateFailed', ErrorCode: '45356' });
    const platform = refusing(world, /GET flex-api/, 400);
    const answer = await world.deployment.call(INTERACTIONS, event, platform);
    expect(answer).toMatchObject({ body: { outcome: 'routed' }, calls: 6 });
  });
});
