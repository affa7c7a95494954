import { callRest } from './rest-caller';
import { SECOND_MS, workspaceWithWorkers } from './workspace-with-workers';

const TEAMS = {
  workers: { Ada: { team: 'sales' }, Grace: { team: 'support' } },
  queues: { Sales: 'team == "sales"', Support: 'team == "support"', Nobody: 'team == "none"' },
};

describe('a task for one worker, without a workflow', () => {
  it('is offered to that worker alone, whatever the queue', () => {
    const { agent, queue, createTask, offeredTo } = workspaceWithWorkers(TEAMS);
    const { entity } = createTask({
      workflowSid: undefined,
      queueSid: queue('Sales'),
      workerSid: agent('Grace').sid,
    });
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
    expect(entity.routing_target).toBe(agent('Grace').sid);
  });

  it('is canceled if that worker declines, and asks nobody else', () => {
    const { agent, queue, createTask, offeredTo, eventsOf } = workspaceWithWorkers(TEAMS);
    const { entity } = createTask({
      workflowSid: undefined,
      queueSid: queue('Everyone'),
      workerSid: agent('Grace').sid,
    });
    agent('Grace').reject();
    expect(entity.assignment_status).toBe('canceled');
    expect(offeredTo(entity.sid)).toEqual([]);
    expect(eventsOf(entity.sid).slice(-2)).toEqual(['reservation.rejected', 'task.canceled']);
  });

  it('is refused if the worker, the queue or the workflow does not exist', () => {
    const { queue, createTask } = workspaceWithWorkers(TEAMS);
    const none = (prefix: string) => `${prefix}${'0'.repeat(32)}`;
    expect(() => createTask({ queueSid: queue('Sales'), workerSid: none('WK') })).toThrow(
      expect.objectContaining({ code: 40155 }) as Error,
    );
    expect(() => createTask({ queueSid: none('WQ') })).toThrow(/TaskQueue/);
    expect(() => createTask({ workflowSid: none('WW') })).toThrow(/Workflow/);
    expect(() => createTask({ queueSid: queue('Sales'), workflowSid: none('WW') })).toThrow(/Workflow/);
    expect(() => createTask({ taskChannel: 'fax' })).toThrow(/TaskChannel/);
  });

  it('names its workflow if it was given one, though it does not go through it', () => {
    const { agent, queue, createTask, eventsOf } = workspaceWithWorkers(TEAMS);
    const { entity } = createTask({ queueSid: queue('Sales'), workerSid: agent('Ada').sid });
    expect(entity).toMatchObject({ workflow_friendly_name: 'Workflow', task_queue_friendly_name: 'Sales' });
    expect(eventsOf(entity.sid)).not.toContain('workflow.entered');
  });
});

describe('a reservation', () => {
  const TWO = { workers: { Ada: {}, Grace: {} }, reservationTimeoutSeconds: 20 };

  it('that is rejected goes to the next worker', () => {
    const { agent, createTask, offeredTo } = workspaceWithWorkers(TWO);
    const { entity } = createTask();
    agent('Ada').reject();
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
    agent('Grace').reject();
    expect(offeredTo(entity.sid)).toEqual([]);
    expect(entity.assignment_status).toBe('pending');
    // Who comes back is asked again.
    agent('Ada').setActivity('Break');
    agent('Ada').setActivity('Available');
    expect(offeredTo(entity.sid)).toEqual(['Ada']);
  });

  it('that nobody answers goes to the next worker after its time, and cannot be accepted any more', async () => {
    const { clock, agent, router, workspace, createTask, offeredTo, eventsOf } = workspaceWithWorkers(TWO);
    const { entity } = createTask();
    const [reservation] = agent('Ada').reservations;
    if (!reservation) throw new Error('no reservation');
    await clock.advance(20 * SECOND_MS);
    expect(reservation.reservation_status).toBe('timeout');
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
    expect(eventsOf(entity.sid)).toContain('reservation.timeout');
    expect(() => {
      router.accept(workspace, reservation);
    }).toThrow(expect.objectContaining({ status: 409 }) as Error);
  });

  it('that was accepted cannot be accepted or rejected again', () => {
    const { agent, router, workspace, createTask } = workspaceWithWorkers(TWO);
    createTask();
    agent('Ada').accept();
    const [reservation] = agent('Ada').reservations;
    if (!reservation) throw new Error('no reservation');
    expect(() => {
      router.accept(workspace, reservation);
    }).toThrow(/accepted/);
    expect(() => {
      router.reject(workspace, reservation);
    }).toThrow(/rejected/);
  });

  it('is made at most 20 times; then the task is canceled', () => {
    const { agent, createTask, offeredTo } = workspaceWithWorkers();
    const { entity } = createTask();
    let offers = 0;
    while (offeredTo(entity.sid).length > 0) {
      offers += 1;
      agent('Ada').reject();
      agent('Ada').setActivity('Break');
      agent('Ada').setActivity('Available');
    }
    expect(offers).toBe(20);
    expect(entity.assignment_status).toBe('canceled');
  });
});

describe("a worker's capacity", () => {
  it('limits how many tasks of a channel they are offered; the next waits for one to be completed', () => {
    const { agent, createTask, offeredTo } = workspaceWithWorkers();
    for (let n = 0; n < 3; n++) {
      createTask({ taskChannel: 'sms' });
      agent('Ada').accept();
    }
    const fourth = createTask({ taskChannel: 'sms' }).entity;
    expect(offeredTo(fourth.sid)).toEqual([]);
    // Another channel has a capacity of its own.
    expect(offeredTo(createTask({ taskChannel: 'voice' }).entity.sid)).toEqual(['Ada']);
    agent('Ada').complete();
    expect(offeredTo(fourth.sid)).toEqual(['Ada']);
  });

  it('is held by what is being offered and by what is being wrapped up', () => {
    const { agent, router, workspace, createTask, offeredTo } = workspaceWithWorkers();
    const first = createTask({ taskChannel: 'voice' });
    const second = createTask({ taskChannel: 'voice' }).entity;
    expect(offeredTo(second.sid)).toEqual([]);
    agent('Ada').accept();
    router.wrapUp(workspace, first, null);
    expect(offeredTo(second.sid)).toEqual([]);
    router.complete(workspace, first, null);
    expect(offeredTo(second.sid)).toEqual(['Ada']);
  });

  it('can be changed, and shows how much is left', async () => {
    const { twilio, agent, createTask, offeredTo } = workspaceWithWorkers();
    const url = `https://taskrouter.twilio.com/v1/Workspaces/${twilio.workspace.entity.sid}/Workers/${agent('Ada').sid}/Channels/voice`;
    createTask({ taskChannel: 'voice' });
    const waiting = createTask({ taskChannel: 'voice' }).entity;
    await callRest(twilio, `POST ${url}`, { form: { Capacity: 4 } });
    expect(offeredTo(waiting.sid)).toEqual(['Ada']);
    expect((await callRest(twilio, `GET ${url}`)).body).toMatchObject({
      configured_capacity: 4,
      assigned_tasks: 2,
      available_capacity_percentage: 50,
    });
    await callRest(twilio, `POST ${url}`, { form: { Available: false } });
    expect(offeredTo(createTask({ taskChannel: 'voice' }).entity.sid)).toEqual([]);
  });

  it('is shared: who has less to do is asked first', () => {
    const { agent, createTask, offeredTo } = workspaceWithWorkers({ workers: { Ada: {}, Grace: {} } });
    createTask({ taskChannel: 'sms' });
    agent('Ada').accept();
    expect(offeredTo(createTask({ taskChannel: 'sms' }).entity.sid)).toEqual(['Grace']);
  });

  it('goes to the most urgent task that waits, and among equals to the oldest', async () => {
    const { clock, agent, createTask, offeredTo } = workspaceWithWorkers();
    const busy = createTask({ taskChannel: 'voice' });
    agent('Ada').accept();
    const waiting: string[] = [];
    for (const priority of [1, 5, 5]) {
      waiting.push(createTask({ taskChannel: 'voice', priority }).entity.sid);
      await clock.advance(SECOND_MS);
    }
    agent('Ada').complete();
    expect(waiting.map((sid) => offeredTo(sid).length)).toEqual([0, 1, 0]);
    expect(busy.entity.assignment_status).toBe('completed');
  });
});
