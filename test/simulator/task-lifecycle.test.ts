import { callRest } from './rest-caller';
import type { WorkspaceOptions } from './workspace-with-workers';
import { HOUR_MS, MINUTE_MS, SECOND_MS, steps, workspaceWithWorkers } from './workspace-with-workers';

const NOBODY: WorkspaceOptions = { workers: {} };

/** What the REST API says of a task. */
async function statusOf({ twilio }: ReturnType<typeof workspaceWithWorkers>, taskSid: string) {
  const url = `https://taskrouter.twilio.com/v1/Workspaces/${twilio.workspace.entity.sid}/Tasks/${taskSid}`;
  const { status, body } = await callRest(twilio, `GET ${url}`);
  return status === 404 ? 'gone' : body?.assignment_status;
}

describe('the life of a task', () => {
  it('ends by its time to live if nobody has accepted it by then', async () => {
    const all = workspaceWithWorkers(NOBODY);
    const { entity } = all.createTask({ timeoutSeconds: 90 });
    await all.clock.advance(90 * SECOND_MS - 1);
    expect(await statusOf(all, entity.sid)).toBe('pending');
    await all.clock.advance(1);
    expect(await statusOf(all, entity.sid)).toBe('canceled');
    expect(all.received.at(-1)).toMatchObject({
      EventType: 'task.canceled',
      TaskCanceledReason: 'Task TTL Exceeded',
    });
  });

  it('ends by it while it rings, too', async () => {
    const all = workspaceWithWorkers({ reservationTimeoutSeconds: 600 });
    const { entity } = all.createTask({ timeoutSeconds: 90 });
    await all.clock.advance(90 * SECOND_MS);
    expect(await statusOf(all, entity.sid)).toBe('canceled');
    expect(all.eventsOf(entity.sid).slice(-2)).toEqual(['reservation.canceled', 'task.canceled']);
    expect(all.agent('Ada').reservations).toEqual([]);
  });

  it('does not end by it once it is accepted', async () => {
    const all = workspaceWithWorkers();
    const { entity } = all.createTask({ timeoutSeconds: 90 });
    all.agent('Ada').accept();
    await all.clock.advance(HOUR_MS);
    expect(await statusOf(all, entity.sid)).toBe('assigned');
  });

  it('is a day by default', async () => {
    const all = workspaceWithWorkers(NOBODY);
    const { entity } = all.createTask();
    expect(entity.timeout).toBe(86_400);
    await all.clock.advance(24 * HOUR_MS);
    expect(entity.assignment_status).toBe('canceled');
  });

  it.each([0, 1_209_601, 1.5])('is refused with a time to live of %d seconds', (timeoutSeconds) => {
    expect(() => workspaceWithWorkers().createTask({ timeoutSeconds })).toThrow(/Timeout/);
  });

  it('of one that was assigned for 24 hours ends by the system, which is no cancellation', async () => {
    const all = workspaceWithWorkers();
    const { entity } = all.createTask();
    all.agent('Ada').accept();
    await all.clock.advance(24 * HOUR_MS - 1);
    expect(await statusOf(all, entity.sid)).toBe('assigned');
    await all.clock.advance(1);
    expect(await statusOf(all, entity.sid)).toBe('gone');
    expect(all.eventsOf(entity.sid).at(-1)).toBe('task.system-deleted');
    expect(all.eventsOf(entity.sid)).not.toContain('task.canceled');
    expect(all.agent('Ada').reservations).toEqual([]);
  });

  it('of one that is being wrapped up is not ended by the system', async () => {
    const all = workspaceWithWorkers();
    const task = all.createTask();
    all.agent('Ada').accept();
    all.router.wrapUp(all.workspace, task, null);
    await all.clock.advance(48 * HOUR_MS);
    expect(await statusOf(all, task.entity.sid)).toBe('wrapping');
  });

  it.each(['completed', 'canceled'] as const)(
    'that is %s is deleted five minutes later, without an event',
    async (end) => {
      const all = workspaceWithWorkers(end === 'canceled' ? NOBODY : {});
      const task = all.createTask();
      if (end === 'canceled') all.router.cancelTask(all.workspace, task, null);
      else {
        all.agent('Ada').accept();
        all.router.complete(all.workspace, task, null);
      }
      const events = all.eventsOf(task.entity.sid);
      await all.clock.advance(5 * MINUTE_MS - 1);
      expect(await statusOf(all, task.entity.sid)).toBe(end);
      await all.clock.advance(1);
      expect(await statusOf(all, task.entity.sid)).toBe('gone');
      expect(all.eventsOf(task.entity.sid)).toEqual(events);
    },
  );

  it('that is canceled ends its way through the workflow', async () => {
    const all = workspaceWithWorkers({
      ...NOBODY,
      workflow: (queue) => steps({ queue: queue('Everyone'), timeout: 30 }, { queue: queue('Everyone') }),
    });
    const task = all.createTask();
    all.router.cancelTask(all.workspace, task, null);
    await all.clock.advance(MINUTE_MS);
    expect(all.eventsOf(task.entity.sid).at(-1)).toBe('task.canceled');
  });

  it('that somebody deletes is told as task.deleted', async () => {
    const all = workspaceWithWorkers();
    const task = all.createTask();
    all.router.deleteTask(all.workspace, task);
    expect(await statusOf(all, task.entity.sid)).toBe('gone');
    expect(all.eventsOf(task.entity.sid).at(-1)).toBe('task.deleted');
    expect(all.agent('Ada').reservations).toEqual([]);
    await all.clock.advance(24 * HOUR_MS);
    expect(all.eventsOf(task.entity.sid).at(-1)).toBe('task.deleted');
  });

  it.each([
    ['canceled', 'assigned'],
    ['completed', 'pending'],
    ['wrapping', 'pending'],
    ['canceled', 'completed'],
    ['pending', 'assigned'],
  ])('cannot go to %s from %s', async (to, from) => {
    const all = workspaceWithWorkers(from === 'pending' ? NOBODY : {});
    const task = all.createTask();
    if (from !== 'pending') all.agent('Ada').accept();
    if (from === 'completed') all.router.complete(all.workspace, task, null);
    const url = `https://taskrouter.twilio.com/v1/Workspaces/${all.workspace.entity.sid}/Tasks/${task.entity.sid}`;
    const answer = await callRest(all.twilio, `POST ${url}`, { form: { AssignmentStatus: to } });
    expect(answer).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(await statusOf(all, task.entity.sid)).toBe(from);
  });
});

describe("a workspace's events", () => {
  async function typesFor(filter: string | null): Promise<(string | undefined)[]> {
    const { clock, workspace, router, createTask, received } = workspaceWithWorkers(NOBODY);
    workspace.entity.events_filter = filter;
    router.cancelTask(workspace, createTask(), null);
    await clock.advance(0);
    return received.map(({ EventType: type }) => type);
  }

  it('are all sent without a filter, and those of the filter with one', async () => {
    expect(await typesFor(null)).toEqual([
      'task.created',
      'workflow.entered',
      'task-queue.entered',
      'task.canceled',
    ]);
    expect(await typesFor('task.created,task.canceled')).toEqual(['task.created', 'task.canceled']);
  });

  it('match nothing that stands after a space in the filter', async () => {
    expect(await typesFor('task.created, task.canceled')).toEqual(['task.created']);
    expect(await typesFor(' task.canceled')).toEqual([]);
  });

  it('tell all about the task', async () => {
    const { clock, twilio, workspace, workflow, router, createTask, received } = workspaceWithWorkers(NOBODY);
    const task = createTask({ attributes: { conversationSid: 'CH1' }, taskChannel: 'sms', priority: 4 });
    await clock.advance(7 * SECOND_MS);
    router.cancelTask(workspace, task, 'no longer needed');
    await clock.advance(0);
    expect(received.at(-1)).toMatchObject({
      EventType: 'task.canceled',
      AccountSid: twilio.accountSid,
      WorkspaceSid: workspace.entity.sid,
      ResourceType: 'Task',
      ResourceSid: task.entity.sid,
      Timestamp: String(Date.UTC(2026, 0, 5, 9, 0, 7) / 1000),
      TaskSid: task.entity.sid,
      TaskAttributes: '{"conversationSid":"CH1"}',
      TaskAge: '7',
      TaskPriority: '4',
      TaskAssignmentStatus: 'canceled',
      TaskCanceledReason: 'no longer needed',
      TaskChannelUniqueName: 'sms',
      WorkflowSid: workflow.sid,
      TaskQueueName: 'Everyone',
    });
  });

  it.each([
    ['https://example.com/events', 'a broken connection', 2],
    ['https://example.com/events', 'a 500', 1],
    ['https://example.com/events#rc=2&rp=all', 'a 500', 3],
    ['https://example.com/events#rc=0', 'a broken connection', 1],
  ])('at %s are sent, after %s, %d times', async (url, failure, times) => {
    const { clock, workspace, createTask, received } = workspaceWithWorkers({
      ...NOBODY,
      answer: () => (failure === 'a 500' ? { status: 500, body: '' } : new Error('ECONNREFUSED')),
    });
    workspace.entity.event_callback_url = url;
    workspace.entity.events_filter = 'task.created';
    createTask();
    await clock.advance(0);
    expect(received).toHaveLength(times);
  });

  it('go nowhere without a URL, and are kept in the log all the same', async () => {
    const { clock, workspace, createTask, eventsOf, received } = workspaceWithWorkers(NOBODY);
    workspace.entity.event_callback_url = null;
    const { entity } = createTask();
    await clock.advance(0);
    expect(received).toEqual([]);
    expect(eventsOf(entity.sid)).toContain('task.created');
  });
});
