import { callRest } from './rest-caller';
import { MINUTE_MS, SECOND_MS, steps, workspaceWithWorkers } from './workspace-with-workers';

const TEAMS = {
  workers: { Ada: { team: 'sales' }, Grace: { team: 'support' } },
  queues: { Sales: 'team == "sales"', Support: 'team == "support"', Nobody: 'team == "none"' },
};

describe('a workflow', () => {
  it('offers a task to a worker of its queue', () => {
    const { createTask, offeredTo } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) => steps({ queue: queue('Support') }),
    });
    const { entity } = createTask();
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
    expect(entity).toMatchObject({ assignment_status: 'reserved', task_queue_friendly_name: 'Support' });
  });

  it('goes on to the next step when the time of one is over', async () => {
    const { clock, createTask, offeredTo, eventsOf } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) =>
        steps({ queue: queue('Nobody'), timeout: 30, priority: 1 }, { queue: queue('Sales'), priority: 5 }),
    });
    const { entity } = createTask();
    await clock.advance(30 * SECOND_MS - 1);
    expect(entity).toMatchObject({ task_queue_friendly_name: 'Nobody', priority: 1 });
    await clock.advance(1);
    expect(entity).toMatchObject({ task_queue_friendly_name: 'Sales', priority: 5 });
    expect(offeredTo(entity.sid)).toEqual(['Ada']);
    expect(eventsOf(entity.sid)).toEqual([
      'task.created',
      'workflow.entered',
      'task-queue.entered',
      'task-queue.timeout',
      'task-queue.entered',
      'reservation.created',
    ]);
  });

  it('takes a task back from whoever has not answered when the step is over', async () => {
    const { clock, createTask, offeredTo, eventsOf } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) => steps({ queue: queue('Sales'), timeout: 30 }, { queue: queue('Support') }),
    });
    const { entity } = createTask();
    expect(offeredTo(entity.sid)).toEqual(['Ada']);
    await clock.advance(30 * SECOND_MS);
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
    expect(eventsOf(entity.sid)).toContain('reservation.rescinded');
  });

  it('does not go on once somebody has accepted', async () => {
    const { clock, agent, createTask } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) => steps({ queue: queue('Sales'), timeout: 30 }, { queue: queue('Support') }),
    });
    const { entity } = createTask();
    agent('Ada').accept();
    await clock.advance(MINUTE_MS);
    expect(entity).toMatchObject({ assignment_status: 'assigned', task_queue_friendly_name: 'Sales' });
  });

  it('skips a step whose skip_if holds', () => {
    const { createTask } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) =>
        steps({ queue: queue('Sales'), skip_if: 'vip == true', timeout: 30 }, { queue: queue('Support') }),
    });
    expect(createTask({ attributes: { vip: true } }).entity.task_queue_friendly_name).toBe('Support');
    expect(createTask({ attributes: { vip: false } }).entity.task_queue_friendly_name).toBe('Sales');
  });

  it('removes a task from the workspace if it skips the last step: workflow.skipped, and no cancellation', () => {
    const { workspace, createTask, eventsOf } = workspaceWithWorkers({
      workflow: (queue) => steps({ queue: queue('Everyone'), skip_if: '1==1' }),
    });
    const { entity } = createTask();
    expect(workspace.tasks.has(entity.sid)).toBe(false);
    expect(eventsOf(entity.sid)).toEqual(['task.created', 'workflow.entered', 'workflow.skipped']);
  });

  it('takes the first filter that matches, or else the default', () => {
    const { createTask } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) => ({
        task_routing: {
          filters: [
            { expression: 'team == "sales"', targets: [{ queue: queue('Sales') }] },
            { expression: 'team IN ["sales", "support"]', targets: [{ queue: queue('Support') }] },
          ],
          default_filter: { queue: queue('Everyone') },
        },
      }),
    });
    const queueOf = (team: string) => createTask({ attributes: { team } }).entity.task_queue_friendly_name;
    expect(['sales', 'support', 'other'].map(queueOf)).toEqual(['Sales', 'Support', 'Everyone']);
  });

  it('limits a step to the workers for whom its expression holds', () => {
    const { createTask, offeredTo } = workspaceWithWorkers({
      workers: { Ada: { languages: ['no'] }, Grace: { languages: ['en', 'no'] } },
      workflow: (queue) =>
        steps({ queue: queue('Everyone'), expression: 'worker.languages HAS task.language' }),
    });
    expect(offeredTo(createTask({ attributes: { language: 'en' } }).entity.sid)).toEqual(['Grace']);
    expect(offeredTo(createTask({ attributes: { language: 'fi' } }).entity.sid)).toEqual([]);
  });

  it('ends with workflow.timeout and then task.canceled if the last step is over too', async () => {
    const { clock, createTask, received, workspace, workflow } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) => steps({ queue: queue('Nobody'), timeout: 30 }),
    });
    const { entity } = createTask();
    await clock.advance(30 * SECOND_MS);
    const last = received.slice(-2);
    expect(last.map(({ EventType: type }) => type)).toEqual(['workflow.timeout', 'task.canceled']);
    // The event of the workflow is about the workflow: its ResourceSid is not the task's.
    expect(last[0]).toMatchObject({
      ResourceType: 'Workflow',
      ResourceSid: workflow.sid,
      TaskSid: entity.sid,
    });
    expect(last[1]).toMatchObject({
      ResourceType: 'Task',
      ResourceSid: entity.sid,
      TaskAssignmentStatus: 'canceled',
    });
    expect(workspace.tasks.get(entity.sid)?.entity.assignment_status).toBe('canceled');
  });

  it('is refused if it is none', async () => {
    const { twilio } = workspaceWithWorkers();
    const url = `https://taskrouter.twilio.com/v1/Workspaces/${twilio.workspace.entity.sid}/Workflows`;
    for (const configuration of ['', '{}', 'null', 'no JSON']) {
      const answer = await callRest(twilio, `POST ${url}`, {
        form: { FriendlyName: 'x', Configuration: configuration },
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 20001 } });
    }
  });
});

describe('a known worker', () => {
  const known = (timeout?: number) => ({
    ...TEAMS,
    workflow: (queue: (name: string) => string) =>
      steps(
        {
          queue: queue('Everyone'),
          known_worker_sid: 'agent',
          ...(timeout === undefined ? {} : { timeout }),
        },
        { queue: queue('Everyone') },
      ),
  });

  it('is the only one who is asked, until the step is over', async () => {
    const { clock, agent, createTask, offeredTo } = workspaceWithWorkers(known(60));
    const { entity } = createTask({ attributes: { agent: agent('Grace').sid } });
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
    agent('Grace').reject();
    expect(offeredTo(entity.sid)).toEqual([]);
    agent('Ada').setActivity('Break');
    await clock.advance(MINUTE_MS);
    // The next step asks everybody who is there, whoever declined before.
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
  });

  it('who is away is waited for', () => {
    const { agent, createTask, offeredTo } = workspaceWithWorkers(known(60));
    agent('Grace').setActivity('Break');
    const { entity } = createTask({ attributes: { agent: agent('Grace').sid } });
    expect(offeredTo(entity.sid)).toEqual([]);
    agent('Grace').setActivity('Available');
    expect(offeredTo(entity.sid)).toEqual(['Grace']);
  });

  it('that does not exist is nobody, not everybody', () => {
    const { createTask, offeredTo } = workspaceWithWorkers(known(60));
    expect(offeredTo(createTask({ attributes: {} }).entity.sid)).toEqual([]);
  });

  it('may be known by name', () => {
    const { createTask, offeredTo } = workspaceWithWorkers({
      ...TEAMS,
      workflow: (queue) => steps({ queue: queue('Everyone'), known_worker_friendly_name: 'agent' }),
    });
    expect(offeredTo(createTask({ attributes: { agent: 'Grace' } }).entity.sid)).toEqual(['Grace']);
  });
});
