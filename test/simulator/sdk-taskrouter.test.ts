import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { operationsDriven, operationsOffered, sdkClientOf } from './sdk-client';

const EVERYTHING_IS_SIMULATED = /^$/;
const START = new Date('2026-01-05T09:00:00Z');

async function connect() {
  const clock = new ManualClock();
  const embedded = new EmbeddedTwilio({ clock, seed: 'sdk' });
  const { workspaces } = sdkClientOf(embedded).taskrouter.v1;
  const created = await workspaces.create({ friendlyName: 'Second' });
  return { clock, embedded, workspaces, created, api: workspaces(created.sid) };
}

type WorkspaceApi = Awaited<ReturnType<typeof connect>>['api'];

/** A queue, a workflow into it and an available worker. */
async function setUpRouting(api: WorkspaceApi) {
  const queue = await api.taskQueues.create({ friendlyName: 'Sales', targetWorkers: 'team == "sales"' });
  const workflow = await api.workflows.create({
    friendlyName: 'All to sales',
    configuration: JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } }),
    taskReservationTimeout: 30,
  });
  const [available] = await api.activities.list({ available: 'true' });
  const worker = await api.workers.create({
    friendlyName: 'Ada',
    attributes: '{"team":"sales"}',
    activitySid: available?.sid ?? '',
  });
  return { queue, workflow, worker };
}

async function driveWorkspaces({ workspaces, created }: Awaited<ReturnType<typeof connect>>) {
  expect(created).toMatchObject({ friendlyName: 'Second', dateCreated: START });
  const [offline] = await workspaces(created.sid).activities.list({ friendlyName: 'Offline' });
  const updated = await workspaces(created.sid).update({
    eventCallbackUrl: 'https://example.com/events',
    eventsFilter: 'task.canceled,task.deleted',
    timeoutActivitySid: offline?.sid ?? '',
  });
  expect(updated).toMatchObject({
    friendlyName: 'Second',
    eventsFilter: 'task.canceled,task.deleted',
    timeoutActivityName: 'Offline',
  });
  expect((await workspaces(created.sid).fetch()).eventCallbackUrl).toBe('https://example.com/events');
  expect((await workspaces.list({ friendlyName: 'Second' })).map(({ sid }) => sid)).toEqual([created.sid]);
  await workspaces(created.sid).update({ eventCallbackUrl: '' });
}

async function driveActivitiesAndChannels(api: WorkspaceApi) {
  const lunch = await api.activities.create({ friendlyName: 'Lunch', available: false });
  expect((await api.activities(lunch.sid).update({ friendlyName: 'Late lunch' })).friendlyName).toBe(
    'Late lunch',
  );
  expect((await api.activities(lunch.sid).fetch()).available).toBe(false);
  expect(await api.activities(lunch.sid).remove()).toBe(true);

  const fax = await api.taskChannels.create({ friendlyName: 'Fax', uniqueName: 'fax' });
  expect((await api.taskChannels('fax').update({ friendlyName: 'Telefax' })).sid).toBe(fax.sid);
  expect((await api.taskChannels(fax.sid).fetch()).friendlyName).toBe('Telefax');
  expect((await api.taskChannels.list()).map(({ uniqueName }) => uniqueName)).toContain('fax');
  expect(await api.taskChannels('fax').remove()).toBe(true);
}

async function driveQueuesAndWorkflows(api: WorkspaceApi) {
  const queue = await api.taskQueues.create({ friendlyName: 'Support', targetWorkers: 'team == "support"' });
  expect(queue).toMatchObject({ maxReservedWorkers: 1, taskOrder: 'FIFO' });
  expect((await api.taskQueues(queue.sid).update({ taskOrder: 'LIFO' })).targetWorkers).toBe(
    'team == "support"',
  );
  expect((await api.taskQueues(queue.sid).fetch()).taskOrder).toBe('LIFO');
  expect((await api.taskQueues.list({ friendlyName: 'Support' })).map(({ sid }) => sid)).toEqual([queue.sid]);

  const configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  const workflow = await api.workflows.create({ friendlyName: 'Support', configuration });
  expect((await api.workflows(workflow.sid).update({ taskReservationTimeout: 15 })).configuration).toBe(
    configuration,
  );
  expect((await api.workflows(workflow.sid).fetch()).taskReservationTimeout).toBe(15);
  expect(await api.workflows.list({ friendlyName: 'Support' })).toHaveLength(1);
  expect(await api.workflows(workflow.sid).remove()).toBe(true);
  expect(await api.taskQueues(queue.sid).remove()).toBe(true);
}

async function driveWorkers(api: WorkspaceApi, workerSid: string) {
  const grace = await api.workers.create({ friendlyName: 'Grace', attributes: '{"team":"support"}' });
  expect(grace).toMatchObject({ available: false, activityName: 'Offline', dateStatusChanged: START });
  expect((await api.workers(grace.sid).update({ attributes: '{"team":"sales"}' })).friendlyName).toBe(
    'Grace',
  );
  expect((await api.workers(grace.sid).fetch()).attributes).toBe('{"team":"sales"}');
  const sales = await api.workers.list({ targetWorkersExpression: 'team == "sales"' });
  expect(sales.map(({ friendlyName }) => friendlyName)).toEqual(['Ada', 'Grace']);
  expect((await api.workers.list({ available: 'true' })).map(({ sid }) => sid)).toEqual([workerSid]);
  expect(await api.workers(grace.sid).remove()).toBe(true);

  const channels = await api.workers(workerSid).workerChannels.list();
  expect(channels.map(({ taskChannelUniqueName }) => taskChannelUniqueName)).toContain('sms');
  const sms = await api.workers(workerSid).workerChannels('sms').update({ capacity: 1 });
  expect(sms).toMatchObject({ configuredCapacity: 1, assignedTasks: 0 });
  expect((await api.workers(workerSid).workerChannels(sms.sid).fetch()).availableCapacityPercentage).toBe(
    100,
  );
}

async function driveTasks(api: WorkspaceApi, workflowSid: string, workerSid: string) {
  const task = await api.tasks.create({
    workflowSid,
    attributes: '{"name":"Ella"}',
    taskChannel: 'chat',
    priority: 3,
    timeout: 600,
  });
  expect(task).toMatchObject({ assignmentStatus: 'reserved', priority: 3, timeout: 600, dateCreated: START });
  expect((await api.tasks.list({ priority: 3 })).map(({ sid }) => sid)).toEqual([task.sid]);
  const [reservation] = await api.tasks(task.sid).reservations.list({ reservationStatus: 'pending' });
  const reservationSid = reservation?.sid ?? '';
  expect((await api.tasks(task.sid).reservations(reservationSid).fetch()).workerSid).toBe(workerSid);
  const own = api.workers(workerSid).reservations;
  expect((await own.list()).map(({ sid }) => sid)).toEqual([reservationSid]);
  expect((await own(reservationSid).fetch()).workerName).toBe('Ada');
  const accepted = await api
    .tasks(task.sid)
    .reservations(reservationSid)
    .update({ reservationStatus: 'accepted' });
  expect(accepted.reservationStatus).toBe('accepted');
  expect((await api.tasks(task.sid).fetch()).assignmentStatus).toBe('assigned');
  expect((await api.tasks(task.sid).update({ priority: 9 })).attributes).toBe('{"name":"Ella"}');
  expect((await own(reservationSid).update({ reservationStatus: 'wrapping' })).reservationStatus).toBe(
    'wrapping',
  );
  const done = await api.tasks(task.sid).update({ assignmentStatus: 'completed', reason: 'solved' });
  expect(done.assignmentStatus).toBe('completed');
  expect(await api.tasks(task.sid).remove()).toBe(true);

  const events = await api.events.list({ taskSid: task.sid, limit: 50 });
  expect(events.map(({ eventType }) => eventType)).toEqual([
    'task.created',
    'workflow.entered',
    'task-queue.entered',
    'reservation.created',
    'reservation.accepted',
    'reservation.wrapup',
    'task.wrapup',
    'reservation.completed',
    'task.completed',
    'task.deleted',
  ]);
  const [first] = events;
  expect(await api.events(first?.sid ?? '').fetch()).toMatchObject({
    eventType: 'task.created',
    eventDate: START,
    resourceSid: task.sid,
  });
}

describe('the SDK on TaskRouter', () => {
  it('drives every operation that the embedded Twilio offers', async () => {
    const connected = await connect();
    const { embedded, workspaces, created, api } = connected;
    await driveWorkspaces(connected);
    await driveActivitiesAndChannels(api);
    await driveQueuesAndWorkflows(api);
    const { workflow, worker } = await setUpRouting(api);
    await driveWorkers(api, worker.sid);
    await driveTasks(api, workflow.sid, worker.sid);
    expect(await workspaces(created.sid).remove()).toBe(true);
    expect(operationsDriven(embedded, 'taskrouter_v1')).toEqual(
      operationsOffered('taskrouter_v1', EVERYTHING_IS_SIMULATED),
    );
  });

  it('filters tasks by their attributes and by their status', async () => {
    const { api } = await connect();
    const { workflow, worker } = await setUpRouting(api);
    const sids: string[] = [];
    for (const conversationSid of ['CH1', 'CH2', 'CH2', 'CH3', 'CH2']) {
      const attributes = JSON.stringify({ conversationSid });
      sids.push(
        (await api.tasks.create({ workflowSid: workflow.sid, attributes, taskChannel: 'voice' })).sid,
      );
    }
    const [reserved, , , canceled] = sids;
    await api.tasks(canceled ?? '').update({ assignmentStatus: 'canceled', reason: 'gone' });
    const sidsOf = async (filter: Parameters<typeof api.tasks.list>[0]) =>
      (await api.tasks.list(filter)).map(({ sid }) => sid);
    const second = sids.filter((_, index) => [1, 2, 4].includes(index));

    expect(await sidsOf({ evaluateTaskAttributes: 'conversationSid="CH2"' })).toEqual(second);
    expect(await sidsOf({ evaluateTaskAttributes: 'conversationSid="CH9"' })).toEqual([]);
    expect(await sidsOf({ assignmentStatus: ['reserved'] })).toEqual([reserved]);
    expect(await sidsOf({ assignmentStatus: ['pending'] })).toEqual(second);
    expect(await sidsOf({ assignmentStatus: ['reserved', 'canceled'] })).toEqual([reserved, canceled]);
    // Several statuses may stand in one parameter, too.
    expect(await sidsOf({ assignmentStatus: ['reserved,canceled'] })).toEqual([reserved, canceled]);
    expect(
      await sidsOf({ assignmentStatus: ['pending'], evaluateTaskAttributes: 'conversationSid="CH1"' }),
    ).toEqual([]);
    expect(await sidsOf({ workflowName: 'All to sales', taskQueueName: 'Sales' })).toEqual(sids);
    expect(await sidsOf({ priority: 1 })).toEqual([]);
    expect(worker.available).toBe(true);
  });

  it('finds a reservation only below its own task and worker', async () => {
    const { api } = await connect();
    const { workflow, worker } = await setUpRouting(api);
    const mine = await api.tasks.create({ workflowSid: workflow.sid, taskChannel: 'chat' });
    const other = await api.tasks.create({ workflowSid: workflow.sid, taskChannel: 'chat' });
    const [reservation] = await api.tasks(mine.sid).reservations.list();
    const sid = reservation?.sid ?? '';
    await expect(api.tasks(other.sid).reservations(sid).fetch()).rejects.toMatchObject({ status: 404 });
    await expect(
      api.tasks(other.sid).reservations(sid).update({ reservationStatus: 'accepted' }),
    ).rejects.toMatchObject({ status: 404 });
    expect((await api.workers(worker.sid).reservations(sid).fetch()).reservationStatus).toBe('pending');
  });
});

describe('lists of TaskRouter', () => {
  it('have the workers that are asked for', async () => {
    const { api } = await connect();
    const { queue, worker } = await setUpRouting(api);
    const grace = await api.workers.create({ friendlyName: 'Grace' });
    expect(grace.attributes).toBe('{}');
    const namesOf = async (filter: Parameters<typeof api.workers.list>[0]) =>
      (await api.workers.list(filter)).map(({ friendlyName }) => friendlyName);
    expect(await namesOf({ friendlyName: 'Grace' })).toEqual(['Grace']);
    expect(await namesOf({ activitySid: worker.activitySid })).toEqual(['Ada']);
    expect(await namesOf({ activityName: 'Offline' })).toEqual(['Grace']);
    expect(await namesOf({ taskQueueSid: queue.sid })).toEqual(['Ada']);
    expect(await namesOf({ taskQueueName: 'Sales' })).toEqual(['Ada']);
    expect(await namesOf({})).toEqual(['Ada', 'Grace']);
  });

  it('have the tasks of a workflow, a queue or a target', async () => {
    const { api } = await connect();
    const { queue, workflow } = await setUpRouting(api);
    const task = await api.tasks.create({ workflowSid: workflow.sid, taskChannel: 'chat' });
    const count = async (filter: Parameters<typeof api.tasks.list>[0]) =>
      (await api.tasks.list(filter)).length;
    const none = '0'.repeat(32);
    const { routingTarget } = await api.tasks(task.sid).fetch();
    expect(await count({ workflowSid: workflow.sid })).toBe(1);
    expect(await count({ workflowSid: `WW${none}` })).toBe(0);
    expect(await count({ taskQueueSid: queue.sid })).toBe(1);
    expect(await count({ taskQueueSid: `WQ${none}` })).toBe(0);
    expect(await count({ routingTarget })).toBe(1);
    expect(await count({ routingTarget: `WK${none}` })).toBe(0);
  });

  it('have the reservations of a worker', async () => {
    const { api } = await connect();
    const { workflow, worker } = await setUpRouting(api);
    const task = await api.tasks.create({ workflowSid: workflow.sid, taskChannel: 'chat' });
    const { reservations } = api.tasks(task.sid);
    expect(await reservations.list({ workerSid: worker.sid })).toHaveLength(1);
    expect(await reservations.list({ workerSid: `WK${'0'.repeat(32)}` })).toEqual([]);
  });

  it('have the events of the last minutes', async () => {
    const { api, clock } = await connect();
    const { workflow } = await setUpRouting(api);
    await api.tasks.create({ workflowSid: workflow.sid, taskChannel: 'chat' });
    await clock.advance(10 * 60_000);
    expect(await api.events.list({ minutes: 5, eventType: 'task.created' })).toEqual([]);
    expect(await api.events.list({ minutes: 15, eventType: 'task.created' })).toHaveLength(1);
  });
});

describe('a reservation over the SDK', () => {
  it('is rejected, or completed with its task, and is not changed by nothing', async () => {
    const { api } = await connect();
    const { workflow, worker } = await setUpRouting(api);
    await api.workers.create({ friendlyName: 'Bea', attributes: '{"team":"sales"}' });
    const begin = async () => {
      const task = await api.tasks.create({ workflowSid: workflow.sid, taskChannel: 'chat' });
      const [reservation] = await api.tasks(task.sid).reservations.list({ reservationStatus: 'pending' });
      return { task, reservation: api.workers(worker.sid).reservations(reservation?.sid ?? '') };
    };
    const first = await begin();
    expect((await first.reservation.update({})).reservationStatus).toBe('pending');
    await first.reservation.update({ reservationStatus: 'accepted' });
    expect((await first.reservation.update({ reservationStatus: 'completed' })).reservationStatus).toBe(
      'completed',
    );
    expect((await api.tasks(first.task.sid).fetch()).assignmentStatus).toBe('completed');
    const second = await begin();
    expect((await second.reservation.update({ reservationStatus: 'rejected' })).reservationStatus).toBe(
      'rejected',
    );
    const third = await begin();
    await expect(third.reservation.update({ reservationStatus: 'timeout' })).rejects.toMatchObject({
      status: 400,
    });
    await api.tasks(first.task.sid).remove();
    await expect(first.reservation.update({ reservationStatus: 'completed' })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('what TaskRouter refuses or does not find', () => {
  it('a worker who is available or has work is not deleted', async () => {
    const { api } = await connect();
    const { workflow, worker } = await setUpRouting(api);
    const [offline] = await api.activities.list({ friendlyName: 'Offline' });
    await expect(api.workers(worker.sid).remove()).rejects.toMatchObject({ status: 400 });
    const task = await api.tasks.create({ workflowSid: workflow.sid, taskChannel: 'chat' });
    const [reservation] = await api.tasks(task.sid).reservations.list();
    await api
      .tasks(task.sid)
      .reservations(reservation?.sid ?? '')
      .update({ reservationStatus: 'accepted' });
    await api.workers(worker.sid).update({ activitySid: offline?.sid ?? '' });
    await expect(api.workers(worker.sid).remove()).rejects.toMatchObject({ status: 400 });
    await api.tasks(task.sid).update({ assignmentStatus: 'completed' });
    expect(await api.workers(worker.sid).remove()).toBe(true);
  });

  it('an activity that does not exist, wherever it is named', async () => {
    const { api } = await connect();
    const { worker } = await setUpRouting(api);
    const activitySid = `WA${'0'.repeat(32)}`;
    for (const refused of [
      api.workers.create({ friendlyName: 'Bea', activitySid }),
      api.workers(worker.sid).update({ activitySid }),
      api.update({ defaultActivitySid: activitySid }),
      api.update({ timeoutActivitySid: activitySid }),
    ])
      await expect(refused).rejects.toMatchObject({ status: 400 });
    expect(await api.workers.list()).toHaveLength(1);
  });

  it('the default activity is not deleted, but may be another one', async () => {
    const { api } = await connect();
    const lunch = await api.activities.create({ friendlyName: 'Lunch' });
    expect(lunch.available).toBe(false);
    expect(await api.update({ defaultActivitySid: lunch.sid })).toMatchObject({
      defaultActivitySid: lunch.sid,
      defaultActivityName: 'Lunch',
    });
    await expect(api.activities(lunch.sid).remove()).rejects.toMatchObject({ status: 400 });
    expect((await api.workers.create({ friendlyName: 'Bea' })).activityName).toBe('Lunch');
  });

  it('a task needs a workflow that exists, which may be left out only if there is one', async () => {
    const { api } = await connect();
    await expect(api.tasks.create({})).rejects.toMatchObject({ status: 400 });
    const { workflow } = await setUpRouting(api);
    expect((await api.tasks.create({})).workflowSid).toBe(workflow.sid);
    await expect(api.tasks.create({ workflowSid: `WW${'0'.repeat(32)}` })).rejects.toMatchObject({
      status: 400,
    });
    await api.workflows.create({ friendlyName: 'Other', configuration: workflow.configuration });
    await expect(api.tasks.create({})).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('WorkflowSid is required') as string,
    });
    await expect(
      api.tasks.create({ workflowSid: workflow.sid, attributes: '"a text"' }),
    ).rejects.toMatchObject({ status: 400 });
  });

  it('changes the attributes of a task, and refuses what is no JSON', async () => {
    const { api } = await connect();
    await setUpRouting(api);
    const task = await api.tasks.create({});
    expect((await api.tasks(task.sid).update({ attributes: '{"a":1}' })).attributes).toBe('{"a":1}');
    await expect(api.tasks(task.sid).update({ attributes: '{' })).rejects.toMatchObject({ status: 400 });
    expect((await api.tasks(task.sid).fetch()).attributes).toBe('{"a":1}');
  });

  it('a queue with tasks is not deleted', async () => {
    const { api } = await connect();
    const { queue } = await setUpRouting(api);
    await api.tasks.create({});
    await expect(api.taskQueues(queue.sid).remove()).rejects.toMatchObject({ status: 400 });
    expect(await api.taskQueues.list({ friendlyName: 'Sales' })).toHaveLength(1);
  });

  it('channels and events that are not there', async () => {
    const { api } = await connect();
    const { worker } = await setUpRouting(api);
    for (const fetched of [
      api.taskChannels('telegraph').fetch(),
      api.workers(worker.sid).workerChannels('telegraph').fetch(),
      api.events(`EV${'0'.repeat(32)}`).fetch(),
    ])
      await expect(fetched).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('a worker channel without capacity is offered nothing', async () => {
    const { api } = await connect();
    const { worker } = await setUpRouting(api);
    const chat = await api.workers(worker.sid).workerChannels('chat').update({ capacity: 0 });
    expect(chat).toMatchObject({ configuredCapacity: 0, availableCapacityPercentage: 0 });
    expect((await api.tasks.create({ taskChannel: 'chat' })).assignmentStatus).toBe('pending');
  });
});
