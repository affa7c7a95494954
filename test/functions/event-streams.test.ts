import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { ChatCustomer } from '../../simulator/people/chat-customer';
import { Customer } from '../../simulator/people/customer';
import type { DeploymentOptions } from '../support/deployment';
import { BOT_NUMBER, Deployment, DOMAIN, EVENT_STREAMS_PASSWORD, SUPPORT_EMAIL } from '../support/deployment';
import { attributesOf } from '../support/team';
import { authorized, EVENT_STREAMS, messageAdded, streamedOnly, write } from './streamed';

const HOUR_MS = 3_600_000;

describe('when every webhook is lost', () => {
  it('Event Streams brings the customer to an agent', async () => {
    const deployment = streamedOnly();
    await write(deployment);
    await deployment.settle(5_000);
    expect(deployment.liveTasks).toHaveLength(1);
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
  });

  it('STOP starts nothing, as the conversation tells its text here', async () => {
    const deployment = streamedOnly();
    await write(deployment, 'STOP');
    await deployment.settle(5_000);
    expect(deployment.liveTasks).toHaveLength(0);
  });

  it("a bot's Conversation is left alone", async () => {
    const deployment = streamedOnly();
    await write(deployment, 'Hello', BOT_NUMBER);
    await deployment.settle(5_000);
    expect(deployment.liveTasks).toHaveLength(0);
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
    expect(deployment.liveTasks).toHaveLength(1);
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
    expect(deployment.liveTasks).toHaveLength(1);
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

  it.each([{ specversion: '1.0' }, { dataschema: 'x' }, { data: {} }])(
    'is 200 for a single one of which only %j has come',
    async (poison) => {
      const answer = await streamedOnly().call(EVENT_STREAMS, { ...authorized, ...poison });
      expect(answer).toMatchObject({ status: 200, body: { outcome: 'done', events: 1, unfinished: 0 } });
    },
  );

  it('knows an event of TaskRouter by its type, whatever its payload calls it', async () => {
    const deployment = streamedOnly();
    const event = { specversion: '1.0', id: 'x', type: 'com.twilio.taskrouter.task.canceled', data: {} };
    await deployment.call(EVENT_STREAMS, { ...authorized, 0: event });
    expect(deployment.logs[0]).toMatchObject({
      level: 'error',
      alert: true,
      outcome: 'poison',
      reason: 'TaskSid TaskAttributes',
    });
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
    expect(
      await deployment.call(EVENT_STREAMS, { ...authorized, bodySHA256: 'abc', x1: {}, '1x': {} }),
    ).toMatchObject({
      status: 500,
      body: { outcome: 'no_body', alert: true, events: 0 },
      log: { level: 'error', outcome: 'no_body', alert: true, events: 0 },
    });
  });

  it.each([{}, { specversion: undefined }])('takes a single event as well as a list: %j', async (changes) => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    // As JSON, which has nothing that is undefined.
    const event = JSON.stringify({ ...messageAdded(deployment, conversationSid), ...changes });
    const answer = await deployment.call(EVENT_STREAMS, { ...authorized, ...(JSON.parse(event) as object) });
    expect(answer).toMatchObject({ status: 200, body: { events: 1, unfinished: 0 } });
    expect(deployment.liveTasks).toHaveLength(1);
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
    const message = 'The password of the sink is required, as Basic authentication.';
    expect(answer).toMatchObject({ status: 401, body: { code, message }, calls: 0 });
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

  const hash = 'a'.repeat(64);
  const tenEvents = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index, {}]));
  it.each([
    ['valid', 'without the credentials', `https://${DOMAIN}`, { bodySHA256: hash }],
    ['valid', 'with many events', `https://${DOMAIN}`, { bodySHA256: hash, ...tenEvents }],
    ['valid', 'with them', `https://twilio:${EVENT_STREAMS_PASSWORD}@${DOMAIN}`, { bodySHA256: hash }],
    ['wrong', 'of elsewhere', 'https://example.com', { bodySHA256: hash }],
    ['unchecked', 'with more in its query', `https://${DOMAIN}`, { bodySHA256: hash, a1: 'x' }],
    ['unchecked', 'with a number in its query', `https://${DOMAIN}`, { bodySHA256: hash, '1a': 'x' }],
  ])('is %s over a URL %s', async (result, _, origin, query) => {
    const deployment = streamedOnly();
    const url = `${origin}${EVENT_STREAMS}?bodySHA256=${hash}`;
    const signature = getExpectedTwilioSignature(deployment.twilio.authToken, url, {});
    const { headers } = authorized.request;
    const { log } = await deployment.call(EVENT_STREAMS, {
      request: { headers: { ...headers, 'x-twilio-signature': signature } },
      ...query,
    });
    expect(log).toMatchObject({ signature: result });
  });

  it('is unchecked without a signature, or if nobody knows where we are', async () => {
    const deployment = streamedOnly();
    const { headers } = authorized.request;
    const unsigned = await deployment.call(EVENT_STREAMS, { ...authorized, bodySHA256: hash });
    delete deployment.context.DOMAIN_NAME;
    const request = { headers: { ...headers, 'x-twilio-signature': 'x' } };
    const nowhere = await deployment.call(EVENT_STREAMS, { request, bodySHA256: hash });
    expect([unsigned, nowhere].map(({ log }) => log.signature)).toEqual(['unchecked', 'unchecked']);
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
    expect(deployment.liveTasks).toHaveLength(1);
  });
});

describe('a message of somebody whose name looks like a mail address', () => {
  /** Their Conversation is not told of. */
  function messagesOnly(options: DeploymentOptions = {}): Deployment {
    const deployment = streamedOnly(options);
    deployment.twilio.world.deliveries.weather = {
      copies: ({ title }) => (title === 'conversations.message.added' ? [0] : []),
    };
    return deployment;
  }

  it('is of a chat, if that is what they are in', async () => {
    const deployment = messagesOnly({ table: { channels: { web: { inbound: true } } } });
    new ChatCustomer(deployment.twilio, 'ella@customer.example').write('Hello');
    await deployment.settle(5_000);
    const [task] = deployment.liveTasks;
    expect(task && attributesOf(task)).toMatchObject({ channelType: 'web' });
  });

  it('is of an email, if they came by one', async () => {
    const deployment = messagesOnly();
    const { world, conversations } = deployment.twilio;
    const [any] = conversations.addresses.values();
    if (!any) throw new Error('no address');
    const address = { ...any, sid: world.sids.next('IG'), address: SUPPORT_EMAIL, type: 'email' };
    conversations.addresses.set('email', address);
    await new Customer(deployment.twilio, 'ella@customer.example').write(SUPPORT_EMAIL, 'Hello');
    await deployment.settle(5_000);
    const [task] = deployment.liveTasks;
    expect(task && attributesOf(task)).toMatchObject({ channelType: 'email' });
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

  it('resumes what was written while the park was being written down', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    await deployment.settle(5_000);
    const atMs = deployment.clock.now();
    const event = { ...authorized, 0: messageAdded(deployment, conversationSid, {}, atMs + 1) };
    await deployment.settle(1_000);
    park(deployment, conversationSid, { parked: { workerSid: `WK${'1'.repeat(32)}`, atMs } });
    await deployment.call(EVENT_STREAMS, event);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  function park(deployment: Deployment, conversationSid: string, changes: object = {}): void {
    const document = deployment.twilio.sync
      .findService('default')
      ?.byName.get(`interaction-${conversationSid}`);
    if (!document) throw new Error('no record');
    document.data = {
      ...(document.data as object),
      state: 'parked',
      writtenAtMs: deployment.clock.now(),
      ...changes,
    };
    for (const task of deployment.twilio.workspace.tasks.values()) {
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
    }
  }
});
