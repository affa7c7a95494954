import { identityOf } from '../../simulator/flex/worker-identity';
import { parseObject } from '../../simulator/kernel/parse-object';
import { Customer } from '../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../support/deployment';
import { HOUR_MS, orphanedIn, taskEvent, TASKROUTER } from './orphans/orphaned-customer';

const TEMPLATE = `HX${'1'.repeat(32)}`;

function outcomes(deployment: Deployment): [unknown, unknown][] {
  return deployment.logs
    .filter(
      ({ url, outcome, reason }) => url === TASKROUTER && reason !== 'uninteresting' && outcome !== undefined,
    )
    .map(({ event, outcome, reason }) => [event, reason ?? outcome]);
}

describe('nobody takes a task before its workflow ends', () => {
  it('it is rerouted once to the default workflow, and closed if nobody takes it there either', async () => {
    const { deployment, conversation } = await orphanedIn(30);
    await deployment.settle(30_000);
    // Both events of the one timeout arrive at once.
    expect(outcomes(deployment)).toEqual([
      ['task.canceled', 'in_progress'],
      ['workflow.timeout', 'rerouted'],
    ]);
    expect(deployment.liveTasks).toHaveLength(1);
    expect(conversation.entity.state).toBe('active');
    await deployment.settle(30_000);
    expect(deployment.liveTasks).toHaveLength(0);
    expect(conversation.entity.state).toBe('closed');
    expect(deployment.twilio.interactions.interactions.size).toBe(1);
  });

  it('the rerouted task has the attributes of the first, and the workflow of the orphan policy', async () => {
    const { deployment, conversationSid } = await orphanedIn(30, {
      table: { addresses: { [BUSINESS_NUMBER]: { inbound: true, attributes: { language: 'de' } } } },
    });
    const table = JSON.parse(deployment.table) as { addresses: Record<string, object> };
    table.addresses[BUSINESS_NUMBER] = {
      ...table.addresses[BUSINESS_NUMBER],
      orphan: { workflowSid: deployment.account.assignToAnyone.sid },
    };
    deployment.table = JSON.stringify(table);
    await deployment.settle(30_000);
    const [task] = deployment.liveTasks;
    expect(task?.entity.workflow_sid).toBe(deployment.account.assignToAnyone.sid);
    expect(parseObject(task?.entity.attributes ?? '')).toMatchObject({
      language: 'de',
      customerAddress: CUSTOMER_NUMBER,
      conversationSid,
      routedBy: 'flex-conversations-functions',
    });
  });

  it('the customer is told, if the entry has something to tell', async () => {
    const orphan = { policy: 'message', message: 'Nobody is here any more today.' };
    const { deployment, conversation } = await orphanedIn(30, {
      table: { addresses: { [BUSINESS_NUMBER]: { inbound: true, orphan } } },
    });
    await deployment.settle(60_000);
    expect(conversation.messages.map(({ body }) => body)).toEqual(['Hello', orphan.message]);
    expect(conversation.entity.state).toBe('closed');
  });

  it.each([
    ['within a day of their message by its text', 10 * 3_600, { contentSid: TEMPLATE }, 'Sorry'],
    ['later by its template', 13 * 3_600, { contentSid: TEMPLATE }, TEMPLATE],
    ['later not at all without a template', 13 * 3_600, {}, undefined],
  ])('a customer of WhatsApp is told %s', async (_, seconds, template, said) => {
    const orphan = { policy: 'reroute', message: 'Sorry', ...template };
    const { deployment, conversation } = await orphanedIn(
      seconds,
      { table: { addresses: { [`whatsapp:${BUSINESS_NUMBER}`]: { inbound: true, orphan } } } },
      'whatsapp:',
    );
    await deployment.settle(2 * seconds * 1_000 + 60_000);
    expect(deployment.logs.map(({ outcome }) => outcome)).toContain('rerouted');
    expect(conversation.messages.slice(1).map(({ body, content_sid }) => content_sid ?? body)).toEqual(
      said === undefined ? [] : [said],
    );
    expect(conversation.entity.state).toBe('closed');
  });

  it('it is closed at once, and nothing is said, if the entry wants that', async () => {
    const orphan = { policy: 'close', message: 'never sent' };
    const { deployment, conversation } = await orphanedIn(30, {
      table: { addresses: { [BUSINESS_NUMBER]: { inbound: true, orphan } } },
    });
    await deployment.settle(30_000);
    expect(conversation.messages).toHaveLength(1);
    expect(conversation.entity.state).toBe('closed');
    expect(deployment.recordOf(conversation.entity.sid)).toMatchObject({ state: 'closed' });
  });

  it('costs at most six REST calls an event, rerouted or told and closed', async () => {
    const orphan = { policy: 'reroute', message: 'Nobody is here.' };
    const { deployment } = await orphanedIn(30, {
      table: { addresses: { [BUSINESS_NUMBER]: { inbound: true, orphan } } },
    });
    await deployment.settle(90_000);
    const calls = deployment.logs.filter(({ url }) => url === TASKROUTER).map((line) => Number(line.calls));
    expect(Math.max(...calls)).toBe(6);
    expect(deployment.logs.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['rerouted', 'closed_by_policy']),
    );
  });

  it('several events of one timeout at once do the work once', async () => {
    const { deployment } = await orphanedIn(30);
    const [first] = deployment.liveTasks;
    if (!first) throw new Error('no task');
    deployment.twilio.latencyMs = 40;
    deployment.twilio.world.deliveries.weather = { copies: () => [0, 5, 10] };
    await deployment.settle(31_000);
    expect(outcomes(deployment)).toHaveLength(6);
    expect(outcomes(deployment).filter(([, outcome]) => outcome === 'rerouted')).toHaveLength(1);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('a repeated event changes nothing more', async () => {
    const { deployment } = await orphanedIn(30);
    const [first] = deployment.liveTasks;
    if (!first) throw new Error('no task');
    await deployment.settle(30_000);
    const before = deployment.liveTasks;
    for (const type of ['workflow.timeout', 'task.canceled', 'task.deleted']) {
      await deployment.call(TASKROUTER, taskEvent(deployment, type, first));
    }
    expect(deployment.liveTasks).toEqual(before);
  });
});

describe('what is none of our business', () => {
  it.each([
    ['an event that is not terminal', 'task.created', {}],
    ['a completed task', 'task.completed', {}],
    ['a reservation that was rejected', 'reservation.rejected', {}],
    ['a call', 'task.canceled', { TaskAttributes: '{"call_sid":"CA1"}' }],
    ['attributes that are not JSON', 'task.canceled', { TaskAttributes: 'voice' }],
  ])('%s: 204 and no REST call', async (_, type, changes) => {
    const { deployment } = await orphanedIn(HOUR_MS);
    const [task] = deployment.liveTasks;
    if (!task) throw new Error('no task');
    const answer = await deployment.call(TASKROUTER, taskEvent(deployment, type, task, changes));
    expect(answer).toMatchObject({ status: 204, body: {}, calls: 0 });
  });

  it.each(['parked', 'foreign', 'closed', 'failed'])(
    'a Conversation whose record is %s: one read',
    async (state) => {
      const { deployment, conversationSid, conversation } = await orphanedIn(30);
      const document = deployment.twilio.sync
        .findService('default')
        ?.byName.get(`interaction-${conversationSid}`);
      if (!document) throw new Error('no record');
      document.data = { ...(document.data as object), state };
      await deployment.settle(30_000);
      expect(conversation.entity.state).toBe('active');
      expect(deployment.liveTasks).toHaveLength(0);
      expect(deployment.logs.filter(({ url }) => url === TASKROUTER).map(({ calls }) => calls)).toEqual([
        1, 1,
      ]);
    },
  );

  it("somebody else's Interaction", async () => {
    const { deployment } = await orphanedIn(HOUR_MS);
    const [task] = deployment.liveTasks;
    if (!task) throw new Error('no task');
    const attributes = { ...parseObject(task.entity.attributes), conversationSid: `CH${'7'.repeat(32)}` };
    const event = taskEvent(deployment, 'task.canceled', task, {
      TaskAttributes: JSON.stringify(attributes),
    });
    expect(await deployment.call(TASKROUTER, event)).toMatchObject({
      status: 204,
      calls: 1,
      log: { reason: 'not_ours' },
    });
  });

  it.each([
    ['inactive', 'channel_inactive'],
    ['pause', 'channel_paused'],
    ['transfer', 'channel_in_transfer'],
  ] as const)('a channel that is %s: Flex sees to it', async (status, reason) => {
    const { deployment, conversationSid, conversation } = await orphanedIn(30);
    const interaction = deployment.twilio.interactions.ofConversation(conversationSid);
    if (!interaction) throw new Error('no interaction');
    interaction.channel.status = status;
    await deployment.settle(30_000);
    expect(outcomes(deployment)).toEqual([
      ['workflow.timeout', reason],
      ['task.canceled', reason],
    ]);
    expect(conversation.entity.state).toBe('active');
  });

  it('an agent who is wrapping up: Flex will end the Conversation', async () => {
    const { deployment, conversation } = await orphanedIn(HOUR_MS);
    const [ada] = deployment.account.agents;
    const [task] = deployment.liveTasks;
    if (!ada || !task) throw new Error('nobody');
    ada.setActivity('Available');
    ada.accept();
    await deployment.settle();
    deployment.twilio.router.wrapUp(deployment.twilio.workspace, task, null);
    const answer = await deployment.call(TASKROUTER, taskEvent(deployment, 'task.canceled', task));
    expect(answer.log).toMatchObject({ reason: 'wrapping_up' });
    expect(conversation.entity.state).toBe('active');
  });
});

describe("Twilio's own drop of a duplicate (45353)", () => {
  /** Two Interactions for one Conversation, as two handlers at once would make them. */
  async function withDuplicate(order: 'record first' | 'record second') {
    const deployment = new Deployment({ wiring: 'address' });
    const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    if (!received) throw new Error('nobody took the message');
    const conversationSid = received.conversation.entity.sid;
    const makeOther = () =>
      deployment.twilio.interactions.create(
        { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: conversationSid } },
        {
          workspace_sid: deployment.twilio.workspace.entity.sid,
          workflow_sid: deployment.account.assignToAnyone.sid,
          task_channel_unique_name: 'sms',
          attributes: { routedBy: 'flex-conversations-functions', customerAddress: CUSTOMER_NUMBER },
        },
        {},
      );
    if (order === 'record second') makeOther();
    await deployment.settle(0);
    if (order === 'record first') makeOther();
    const events: object[] = [];
    deployment.twilio.taskRouterParts.events.listen((_, type, { task }) => {
      if (type === 'task.canceled' && task) events.push(taskEvent(deployment, type, task));
    });
    await deployment.settle();
    const [good] = deployment.liveTasks;
    if (!good || events.length !== 1) throw new Error('there was no duplicate');
    return { deployment, conversation: received.conversation, conversationSid, good, event: events[0] ?? {} };
  }

  it.each(['record first', 'record second'] as const)(
    'its cancellation names the good Conversation, which is left alone (%s)',
    async (order) => {
      const { deployment, conversation, conversationSid, good, event } = await withDuplicate(order);
      for (let delivery = 0; delivery < 2; delivery++) await deployment.call(TASKROUTER, event);
      expect(conversation.entity.state).toBe('active');
      expect(deployment.liveTasks).toEqual([good]);
      expect(deployment.recordOf(conversationSid)).toMatchObject({
        state: 'routed',
        taskSid: good.entity.sid,
      });
    },
  );

  it.each(['record first', 'record second'] as const)(
    'the same after the good one was accepted (%s)',
    async (order) => {
      const { deployment, conversation, good, event } = await withDuplicate(order);
      const [ada] = deployment.account.agents;
      ada?.setActivity('Available');
      ada?.accept();
      await deployment.call(TASKROUTER, event);
      expect(conversation.entity.state).toBe('active');
      expect(deployment.liveTasks).toEqual([good]);
    },
  );
});

describe("Twilio's search, which may not know a new task for a while", () => {
  it('is not asked when the record was given another task just now', async () => {
    const { deployment, conversationSid } = await orphanedIn(HOUR_MS);
    const [task] = deployment.liveTasks;
    if (!task) throw new Error('no task');
    const platform = deployment.platform();
    const event = taskEvent(deployment, 'task.canceled', task, { TaskSid: `WT${'7'.repeat(32)}` });
    await deployment.call(TASKROUTER, event, {
      ...platform,
      transport: async (request, signal) => {
        const isSearch = request.method === 'GET' && request.path.includes('/Tasks?');
        const response = await platform.transport(request, signal);
        return isSearch ? { ...response, body: JSON.stringify({ tasks: [], meta: {} }) } : response;
      },
    });
    expect(deployment.liveTasks).toEqual([task]);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', taskSid: task.entity.sid });
  });
});

describe('a task that was assigned for a day', () => {
  it('is deleted by Twilio, and the same agent is invited again', async () => {
    const { deployment, conversation, conversationSid } = await orphanedIn(HOUR_MS);
    const [ada, grace] = deployment.account.agents;
    if (!ada || !grace) throw new Error('nobody');
    ada.setActivity('Available');
    ada.accept();
    await deployment.settle();
    grace.setActivity('Available');
    await deployment.settle(24 * HOUR_MS);
    expect(outcomes(deployment)).toEqual([['task.system-deleted', 'reinvited']]);
    expect(ada.reservations).toHaveLength(1);
    expect(grace.reservations).toHaveLength(0);
    ada.accept();
    await deployment.settle();
    expect(conversation.entity.state).toBe('active');
    const identity = identityOf(ada.worker.entity.attributes, '');
    expect([...conversation.participants.values()].map((one) => one.identity)).toContain(identity);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  it('goes to the policy if that agent declines', async () => {
    const { deployment } = await orphanedIn(HOUR_MS);
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    ada?.accept();
    await deployment.settle(24 * HOUR_MS + 1_000);
    ada?.setActivity('Unavailable');
    ada?.reject();
    await deployment.settle();
    expect(outcomes(deployment).at(-1)).toEqual(['task.canceled', 'rerouted']);
    expect(deployment.liveTasks).toHaveLength(1);
  });
});

describe('a malformed event', () => {
  it.each([
    [{ EventType: undefined }, 'EventType'],
    [{ TaskSid: 'WT1' }, 'TaskSid'],
    [{ TaskAttributes: ['{}'] }, 'TaskAttributes.0'],
    [{ TaskAttributes: 5 }, 'TaskAttributes'],
    [{ AccountSid: `AC${'9'.repeat(32)}` }, 'AccountSid'],
  ])('%j is refused, naming the field', async (changes, field) => {
    const { deployment } = await orphanedIn(HOUR_MS);
    const [task] = deployment.liveTasks;
    if (!task) throw new Error('no task');
    const answer = await deployment.call(TASKROUTER, taskEvent(deployment, 'task.canceled', task, changes));
    expect(answer.status).toBe(400);
    expect(answer.body.details).toEqual({ fields: { [field]: expect.any(String) as string } });
  });
});
