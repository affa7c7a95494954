import { VIP_NUMBER } from '../support/deployment';
import { authorized, EVENT_STREAMS, messageAdded, streamedOnly, write } from './streamed';

describe('the events of one delivery', () => {
  const closed = (conversationSid: string, time: object) => ({
    specversion: '1.0',
    id: 'x',
    type: 'com.twilio.conversations.conversation-state.updated',
    data: { ConversationSid: conversationSid, StateTo: 'closed' },
    ...time,
  });

  it.each([
    [2, 1, 0],
    [0, 1, 2],
    [0, 2, 1],
  ])(
    'are worked on in the order in which they happened, whatever order they came in: %d, %d, %d',
    async (message, malformed, end) => {
      const deployment = streamedOnly();
      const conversationSid = await write(deployment);
      const inASecond = { time: new Date(deployment.clock.now() + 1_000).toISOString() };
      const answer = await deployment.call(EVENT_STREAMS, {
        ...authorized,
        [message]: messageAdded(deployment, conversationSid),
        [malformed]: { type: 5 },
        [end]: closed(conversationSid, inASecond),
      });
      expect(answer).toMatchObject({
        status: 200,
        body: { outcome: 'done', events: 3, unfinished: 0 },
        log: { outcome: 'done', events: 3, unfinished: 0, level: 'info' },
      });
      expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
      const about = {
        at: new Date(deployment.clock.now()).toISOString(),
        url: EVENT_STREAMS,
        requestId: 'invocation-1',
      };
      const [task] = deployment.twilio.workspace.tasks.keys();
      expect(deployment.logs.slice(0, -1)).toEqual([
        { ...about, level: 'error', outcome: 'poison', reason: 'malformed', alert: true },
        {
          ...about,
          level: 'info',
          outcome: 'routed',
          event: 'onMessageAdded',
          conversationSid,
          interactionSid: expect.stringMatching(/^KD/) as string,
          channelSid: expect.stringMatching(/^UO/) as string,
          taskSid: task,
        },
      ]);
    },
  );

  it.each([{ id: undefined }, { time: null }, { time: 5 }])('need not be complete: %j', async (changes) => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    const answer = await deployment.call(EVENT_STREAMS, {
      ...authorized,
      0: { ...messageAdded(deployment, conversationSid), ...changes },
    });
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'done', unfinished: 0 } });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  it('are all counted, and two alike make one Interaction', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    const event = messageAdded(deployment, conversationSid);
    const answer = await deployment.call(EVENT_STREAMS, {
      ...authorized,
      ...Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index, event])),
    });
    expect(answer).toMatchObject({ status: 200, body: { events: 11, unfinished: 0 } });
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
  });

  it('are unfinished while what was done cannot be written down', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    deployment.twilio.faults.add({ operation: 'UpdateDocument', kind: 'status', status: 503 });
    const event = { ...authorized, 0: messageAdded(deployment, conversationSid) };
    const called = deployment.call(EVENT_STREAMS, event);
    await deployment.settle(20_000);
    expect((await called).body).toEqual({ outcome: 'unfinished', events: 1, unfinished: 1 });
    deployment.twilio.faults.clear();
    expect(await deployment.call(EVENT_STREAMS, event)).toMatchObject({ status: 200 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
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
    expect(deployment.liveTasks).toHaveLength(1);
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
    expect(await called).toMatchObject({
      status: 503,
      body: { outcome: 'unfinished', events: 2, unfinished: 1 },
    });
    expect(deployment.logs[0]).toMatchObject({
      outcome: 'unfinished',
      event: 'onMessageAdded',
      conversationSid,
    });
  });

  it.each([
    ['FetchDocument', { status: 403, code: 20403 }, 20403, /^GET sync.*Documents/],
    ['ListConversationParticipant', { status: 400, html: true }, 400, /^GET conversations.*Participants$/],
    ['CreateDocument', { status: 403, code: 20403 }, 20403, /^POST sync.*Documents$/],
    ['ListTask', { status: 400, code: 20001 }, 20001, /^GET taskrouter.*Tasks$/],
  ])(
    'call an operator and are not repeated if %s is refused for good',
    async (operation, refusal, code, path) => {
      const deployment = streamedOnly();
      const conversationSid = await write(deployment);
      deployment.twilio.faults.add({ operation, kind: 'status', ...refusal });
      const event = { ...authorized, 0: messageAdded(deployment, conversationSid) };
      const answer = await deployment.call(EVENT_STREAMS, event);
      expect([answer.status, answer.body]).toEqual([200, { outcome: 'done', events: 1, unfinished: 0 }]);
      expect(deployment.logs[0]).toEqual({
        level: 'error',
        at: new Date(deployment.clock.now()).toISOString(),
        url: EVENT_STREAMS,
        event: 'onMessageAdded',
        outcome: 'failed',
        code,
        operation: expect.stringMatching(path) as string,
        alert: true,
        conversationSid,
        requestId: 'invocation-1',
      });
    },
  );

  it.each([
    [403, 200],
    [401, 500],
  ])('are done beside one that Twilio refuses with %d', async (status, answered) => {
    const deployment = streamedOnly({ latencyMs: 20 });
    const [refused, healthy] = [await write(deployment), await write(deployment, 'Hello', VIP_NUMBER)];
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    deployment.twilio.faults.add({ operation: 'FetchDocument', kind: 'status', status, times: 1 });
    const event = { 0: messageAdded(deployment, refused), 1: messageAdded(deployment, healthy) };
    const called = deployment.call(EVENT_STREAMS, { ...authorized, ...event }).then((answer) => {
      // Whatever is not done when it answers never will be.
      expect(deployment.recordOf(healthy)).toMatchObject({ state: 'routed' });
      return answer;
    });
    await deployment.settle();
    expect(await called).toMatchObject({ status: answered });
    expect(deployment.recordOf(refused)).toBeUndefined();
  });

  it('are repeated until our own credentials are good again', async () => {
    const deployment = streamedOnly();
    const conversationSid = await write(deployment);
    deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'status', status: 401, code: 20003 });
    const event = { ...authorized, 0: messageAdded(deployment, conversationSid) };
    expect(await deployment.call(EVENT_STREAMS, event)).toMatchObject({
      status: 500,
      log: { level: 'error', alert: true, code: 20003 },
    });
  });

  it('are repeated until a setting is right, which the log names', async () => {
    const deployment = streamedOnly({ settings: { SYNC_SERVICE_SID: `IS${'9'.repeat(32)}` } });
    const conversationSid = await write(deployment);
    const event = { ...authorized, 0: messageAdded(deployment, conversationSid) };
    expect(await deployment.call(EVENT_STREAMS, event)).toMatchObject({
      status: 500,
      body: { code: 'internal_error' },
      log: { level: 'error', alert: true, error: 'ConfigurationError', setting: 'SYNC_SERVICE_SID' },
    });
    deployment.context.SYNC_SERVICE_SID = 'default';
    expect(await deployment.call(EVENT_STREAMS, event)).toMatchObject({ status: 200 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });
});
