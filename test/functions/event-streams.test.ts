import { Customer } from '../../simulator/people/customer';
import {
  BOT_NUMBER,
  BUSINESS_NUMBER,
  CUSTOMER_NUMBER,
  Deployment,
  EVENT_STREAMS_PASSWORD,
} from '../support/deployment';
import type { DeploymentOptions } from '../support/deployment';

const EVENT_STREAMS = '/webhooks/event-streams';
const HOUR_MS = 3_600_000;

const authorized = {
  request: {
    headers: { authorization: `Basic ${Buffer.from(`twilio:${EVENT_STREAMS_PASSWORD}`).toString('base64')}` },
  },
};

/** Webhooks are all lost; only Event Streams delivers. */
function streamedOnly(options: DeploymentOptions = {}): Deployment {
  const deployment = new Deployment({ withEventStreams: true, ...options });
  deployment.twilio.world.deliveries.weather = {
    copies: ({ from }) => (from === 'event streams' ? [0] : []),
  };
  return deployment;
}

async function write(deployment: Deployment, body = 'Hello', to = BUSINESS_NUMBER): Promise<string> {
  const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(to, body);
  if (!received) throw new Error('nobody took the message');
  return received.conversation.entity.sid;
}

function liveTasks({ twilio }: Deployment): number {
  return [...twilio.workspace.tasks.values()].filter(({ entity }) =>
    ['pending', 'reserved', 'assigned'].includes(entity.assignment_status),
  ).length;
}

/** A CloudEvent of a message, as it would come at any time. */
function messageAdded(
  deployment: Deployment,
  conversationSid: string,
  changes: object = {},
  time?: number,
): object {
  return {
    specversion: '1.0',
    type: 'com.twilio.conversations.message.added',
    id: `EZ${'1'.repeat(32)}`,
    time: new Date(time ?? deployment.clock.now()).toISOString(),
    data: {
      AccountSid: deployment.twilio.accountSid,
      ConversationSid: conversationSid,
      MessageSid: `IM${'1'.repeat(32)}`,
      Author: CUSTOMER_NUMBER,
      ParticipantSid: null,
      Index: 1,
      MessageBody: 'Hello?',
      MessagingServiceSid: null,
      Media: [],
      ...changes,
    },
  };
}

describe('when every webhook is lost', () => {
  it('Event Streams brings the customer to an agent', async () => {
    const deployment = streamedOnly();
    await write(deployment);
    await deployment.settle(5_000);
    expect(liveTasks(deployment)).toBe(1);
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
  });

  it('STOP starts nothing, as the conversation tells its text here', async () => {
    const deployment = streamedOnly();
    await write(deployment, 'STOP');
    await deployment.settle(5_000);
    expect(liveTasks(deployment)).toBe(0);
  });

  it("a bot's Conversation is left alone", async () => {
    const deployment = streamedOnly();
    await write(deployment, 'Hello', BOT_NUMBER);
    await deployment.settle(5_000);
    expect(liveTasks(deployment)).toBe(0);
    expect(deployment.twilio.sync.findService('default')?.documents.size).toBe(0);
  });

  it('an orphan is attended to', async () => {
    const deployment = streamedOnly();
    const { workspace, taskRouterParts } = deployment.twilio;
    const targets = [{ queue: deployment.account.everyone.sid, timeout: 30 }];
    const configuration = { task_routing: { filters: [{ expression: '1==1', targets }] } };
    const impatient = taskRouterParts.resources.createWorkflow(
      workspace,
      'Impatient',
      JSON.stringify(configuration),
    );
    deployment.context.TASKROUTER_WORKFLOW_SID = impatient.sid;
    await write(deployment);
    await deployment.settle(5_000);
    deployment.context.TASKROUTER_WORKFLOW_SID = deployment.account.assignToAnyone.sid;
    await deployment.settle(60_000);
    expect(deployment.logs.filter(({ outcome }) => outcome === 'rerouted')).toHaveLength(1);
    expect(liveTasks(deployment)).toBe(1);
  });
});

describe('beside the webhooks', () => {
  it('every fact is told twice and more, late and out of order, and the work is done once', async () => {
    const deployment = new Deployment({ withEventStreams: true, latencyMs: 30 });
    deployment.twilio.world.deliveries.weather = {
      copies: ({ from }) => (from === 'event streams' ? [3_000, 10, 2 * HOUR_MS] : [0, 20]),
    };
    await write(deployment);
    await write(deployment, 'again');
    await deployment.settle(3 * HOUR_MS);
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
  });
});

describe('the answer', () => {
  it('is 503 while another invocation is at it, so that Twilio asks again', async () => {
    const deployment = streamedOnly({ latencyMs: 100 });
    const conversationSid = await write(deployment);
    const event = { ...authorized, 0: messageAdded(deployment, conversationSid, { Index: 0 }) };
    const answers = Promise.all([
      deployment.call(EVENT_STREAMS, event),
      deployment.call(EVENT_STREAMS, event),
    ]);
    await deployment.settle(3_000);
    expect((await answers).map(({ status }) => status).sort()).toEqual([200, 503]);
  });

  it('is 503 while Twilio is unreachable, and it is finished later', async () => {
    const deployment = streamedOnly();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'status', status: 429, times: 6 });
    await write(deployment);
    await deployment.settle(10 * 60_000);
    expect(liveTasks(deployment)).toBe(1);
  });

  it.each([
    ['an event without data', { specversion: '1.0', type: 'com.twilio.conversations.message.added' }],
    [
      'a SID that is none',
      {
        specversion: '1.0',
        id: 'x',
        type: 'com.twilio.conversations.message.added',
        data: { ConversationSid: 'CH1' },
      },
    ],
  ])('is 200 with an alert for what will never work: %s', async (_, poison) => {
    const deployment = streamedOnly();
    const answer = await deployment.call(EVENT_STREAMS, { ...authorized, 0: poison });
    expect(answer.status).toBe(200);
    expect(deployment.logs).toEqual(
      expect.arrayContaining([expect.objectContaining({ level: 'error', outcome: 'poison' })]),
    );
  });

  it('knows an event of TaskRouter by its type, whatever its payload calls it', async () => {
    const deployment = streamedOnly();
    const event = { specversion: '1.0', id: 'x', type: 'com.twilio.taskrouter.task.canceled', data: {} };
    await deployment.call(EVENT_STREAMS, { ...authorized, 0: event });
    expect(deployment.logs[0]).toMatchObject({ outcome: 'poison', reason: 'TaskSid TaskAttributes' });
  });

  it('is 200 with an alert if Twilio refuses for good', async () => {
    const deployment = streamedOnly();
    deployment.twilio.faults.add({
      operation: 'CreateInteraction',
      kind: 'status',
      status: 400,
      code: 45004,
    });
    const conversationSid = await write(deployment);
    const event = { ...authorized, 0: messageAdded(deployment, conversationSid) };
    expect((await deployment.call(EVENT_STREAMS, event)).status).toBe(200);
    expect(deployment.logs[0]).toMatchObject({ level: 'error', outcome: 'failed', code: 45004 });
  });

  it('is 500 if the body did not arrive', async () => {
    const deployment = streamedOnly();
    expect((await deployment.call(EVENT_STREAMS, { ...authorized, bodySHA256: 'abc' })).status).toBe(500);
  });

  it.each([{}, { specversion: undefined }])('takes a single event as well as a list: %j', async (changes) => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    // As JSON, which has nothing that is undefined.
    const event = JSON.stringify({ ...messageAdded(deployment, conversationSid), ...changes });
    const answer = await deployment.call(EVENT_STREAMS, { ...authorized, ...(JSON.parse(event) as object) });
    expect(answer).toMatchObject({ status: 200, body: { events: 1, unfinished: 0 } });
    expect(liveTasks(deployment)).toBe(1);
  });

  it.each([
    ['no password', 'token_missing', {}],
    [
      'a wrong one',
      'token_invalid',
      { request: { headers: { authorization: `Basic ${Buffer.from('twilio:wrong').toString('base64')}` } } },
    ],
    [
      'another scheme',
      'token_invalid',
      { request: { headers: { authorization: `Bearer ${EVENT_STREAMS_PASSWORD}` } } },
    ],
    ['something unreadable', 'token_missing', { request: { headers: { authorization: ['Basic', 'x'] } } }],
  ])('is 401 for %s, and nothing is done', async (_, code, event) => {
    const deployment = streamedOnly();
    const answer = await deployment.call(EVENT_STREAMS, {
      0: messageAdded(deployment, `CH${'1'.repeat(32)}`),
      ...event,
    });
    expect(answer).toMatchObject({ status: 401, body: { code }, calls: 0 });
  });

  it('is 401 for everybody if the deployment has no password', async () => {
    const deployment = streamedOnly({ settings: { EVENT_STREAMS_PASSWORD: '' } });
    const event = {
      request: { headers: { authorization: `Basic ${Buffer.from('twilio:').toString('base64')}` } },
    };
    expect((await deployment.call(EVENT_STREAMS, event)).status).toBe(401);
  });
});

describe("Twilio's signature over the URL", () => {
  it('is checked, and the log tells that it is valid', async () => {
    const deployment = streamedOnly();
    await write(deployment);
    await deployment.settle(5_000);
    const lines = deployment.logs.filter(({ outcome }) => outcome === 'done');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatchObject({ signature: 'valid' });
  });

  it.each([
    ['wrong', { bodySHA256: 'a'.repeat(64) }],
    ['unchecked', {}],
    ['unchecked', { bodySHA256: 'a'.repeat(64), tenant: 'one' }],
  ])('is %s with the query %j, which refuses nothing: the password is the proof', async (result, query) => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    const { headers } = authorized.request;
    const answer = await deployment.call(EVENT_STREAMS, {
      request: { headers: { ...headers, 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' } },
      ...query,
      0: messageAdded(deployment, conversationSid),
    });
    expect(answer).toMatchObject({ status: 200, log: { signature: result } });
    expect(liveTasks(deployment)).toBe(1);
  });
});

describe('the events of one delivery', () => {
  const closed = (conversationSid: string, time: object) => ({
    specversion: '1.0',
    id: 'x',
    type: 'com.twilio.conversations.conversation-state.updated',
    data: { ConversationSid: conversationSid, StateTo: 'closed' },
    ...time,
  });

  it('are worked on in the order in which they happened, whatever order they came in', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    const inASecond = { time: new Date(deployment.clock.now() + 1_000).toISOString() };
    const answer = await deployment.call(EVENT_STREAMS, {
      ...authorized,
      0: closed(conversationSid, inASecond),
      1: messageAdded(deployment, conversationSid),
    });
    expect(answer).toMatchObject({ status: 200, body: { events: 2, unfinished: 0 } });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
  });

  it.each([{}, { time: 'yesterday' }])('keep their order where their time is %j', async (time) => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    const message = { ...messageAdded(deployment, conversationSid), time: undefined };
    await deployment.call(EVENT_STREAMS, {
      ...authorized,
      0: JSON.parse(JSON.stringify(message)) as object,
      1: closed(conversationSid, time),
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
  });

  it.each([0, 1])('are not held up by one that is malformed, at place %d', async (place) => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    const answer = await deployment.call(EVENT_STREAMS, {
      ...authorized,
      [place]: { type: 5 },
      [1 - place]: messageAdded(deployment, conversationSid),
    });
    expect(answer).toMatchObject({ status: 200, body: { events: 2, unfinished: 0 } });
    expect(liveTasks(deployment)).toBe(1);
    expect(deployment.logs.filter(({ outcome }) => outcome === 'poison')).toHaveLength(1);
  });

  it.each([
    ['com.twilio.conversations.participant.added', {}],
    ['com.twilio.messaging.message.sent', {}],
    ['com.twilio.taskrouter.task.updated', { payload: { eventtype: 'task.updated' } }],
  ])('that do not concern us cost nothing: %s', async (type, data) => {
    const deployment = streamedOnly();
    const event = { specversion: '1.0', id: 'x', type, data };
    const answer = await deployment.call(EVENT_STREAMS, { ...authorized, 0: event });
    expect(answer).toMatchObject({ status: 200, calls: 0, body: { events: 1, unfinished: 0 } });
    expect(deployment.logs).toHaveLength(1);
  });

  it('are unfinished one by one while Twilio is away', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'refused' });
    const called = deployment.call(EVENT_STREAMS, {
      ...authorized,
      0: messageAdded(deployment, conversationSid),
      1: { type: 'com.twilio.messaging.message.sent', id: 'x', data: {} },
    });
    await deployment.settle(20_000);
    expect(await called).toMatchObject({ status: 503, body: { events: 2, unfinished: 1 } });
  });

  it('are not swallowed if Twilio refuses what it never refuses', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'status', status: 403, code: 20403 });
    const event = { ...authorized, 0: messageAdded(deployment, conversationSid) };
    expect(await deployment.call(EVENT_STREAMS, event)).toMatchObject({
      status: 500,
      log: { level: 'error', alert: true, code: 20403 },
    });
  });
});

describe('a late event', () => {
  it('resumes nothing that was parked after it happened, and resumes what was parked before', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    await deployment.settle(5_000);
    const writtenAtMs = deployment.clock.now();
    await deployment.settle(HOUR_MS);
    park(deployment, conversationSid);
    const late = { ...authorized, 0: messageAdded(deployment, conversationSid, {}, writtenAtMs) };
    await deployment.call(EVENT_STREAMS, late);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'parked' });
    await deployment.settle(1_000);
    await deployment.call(EVENT_STREAMS, { ...authorized, 0: messageAdded(deployment, conversationSid) });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  function park(deployment: Deployment, conversationSid: string): void {
    const document = deployment.twilio.sync
      .findService('default')
      ?.byName.get(`interaction-${conversationSid}`);
    if (!document) throw new Error('no record');
    document.data = { ...(document.data as object), state: 'parked', writtenAtMs: deployment.clock.now() };
    for (const task of deployment.twilio.workspace.tasks.values()) {
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
    }
  }
});
