import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { setUpFlexAccount } from '../../simulator/flex-account';
import { ManualClock } from '../../simulator/kernel/clock';
import type { OutgoingWebhook } from '../../simulator/kernel/deliveries';
import { callRest } from './rest-caller';
import { BY_REST } from './twilio-with-hooks';

const EVENTS = 'https://events.twilio.com/v1';
const DESTINATION = 'https://example.com/events';
const ADDED = 'com.twilio.conversations.conversation.added';
const TASK_CREATED = 'com.twilio.taskrouter.task.created';
const HOUR_MS = 3_600_000;
/** Longer than a first delivery takes. */
const FIRST_MS = 1_000;

function connect() {
  const clock = new ManualClock();
  const received: OutgoingWebhook[] = [];
  /** What the destination answers; nothing at all if 0. */
  const answer = { status: 200 };
  const twilio = new EmbeddedTwilio({
    clock,
    seed: 'streams',
    send: (webhook) => {
      received.push(webhook);
      return answer.status === 0
        ? Promise.reject(new Error('refused'))
        : Promise.resolve({ status: answer.status, body: '' });
    },
  });
  const call = (line: string, form?: Record<string, unknown>) => {
    const [method = '', path = ''] = line.split(' ');
    return callRest(twilio, `${method} ${EVENTS}/${path}`, form ? { form } : {});
  };
  const createSink = async (configuration: object = {}, type = 'webhook'): Promise<string> => {
    const { status, body } = await call('POST Sinks', {
      Description: 'Ours',
      SinkType: type,
      SinkConfiguration: { destination: DESTINATION, method: 'POST', ...configuration },
    });
    expect(status).toBe(201);
    return String(body?.sid);
  };
  const subscribe = async (sinkSid: string, types: unknown = { type: ADDED }): Promise<string> => {
    const form = { Description: 'Facts', SinkSid: sinkSid, Types: types };
    const { status, body } = await call('POST Subscriptions', form);
    expect(status).toBe(201);
    return String(body?.sid);
  };
  const happen = () => twilio.conversationActions.create({}, BY_REST).entity.sid;
  return { clock, twilio, received, answer, call, createSink, subscribe, happen };
}

describe('what Event Streams delivers', () => {
  it('is a list of one CloudEvent, signed, with the schema version of the subscription', async () => {
    const { clock, twilio, received, createSink, subscribe, happen } = connect();
    await subscribe(await createSink(), { type: ADDED, schema_version: 3 });
    const ConversationSid = happen();
    await clock.advance(FIRST_MS);
    const [webhook] = received;
    expect(received).toHaveLength(1);
    expect(webhook?.url).toMatch(/^https:\/\/example\.com\/events\?bodySHA256=[0-9a-f]{64}$/);
    expect(webhook?.headers).toEqual({ 'X-Twilio-Signature': expect.any(String) as string });
    expect(webhook?.json).toMatchObject([
      {
        specversion: '1.0',
        type: ADDED,
        source: `/v1/Accounts/${twilio.accountSid}`,
        dataschema: 'https://events-schemas.twilio.com/Conversations.ConversationAdded/3',
        data: { ConversationSid },
      },
    ]);
  });

  it('has the one schema of all events of TaskRouter', async () => {
    const { clock, twilio, received, createSink, subscribe } = connect();
    await subscribe(await createSink(), { type: TASK_CREATED });
    const { assignToAnyone } = setUpFlexAccount(twilio);
    const task = { attributes: {}, workflowSid: assignToAnyone.sid };
    twilio.router.createTask(twilio.workspace, task);
    await clock.advance(FIRST_MS);
    expect(received.map(({ json }) => json)).toMatchObject([
      [{ type: TASK_CREATED, dataschema: 'https://events-schemas.twilio.com/TaskRouter.WDSEvent/1' }],
    ]);
  });

  it('is the CloudEvent alone where events are not batched', async () => {
    const { clock, received, createSink, subscribe, happen } = connect();
    await subscribe(await createSink({ batch_events: false }));
    happen();
    await clock.advance(FIRST_MS);
    expect(received.map(({ json }) => json)).toMatchObject([{ type: ADDED }]);
  });

  it('comes by GET where the sink says so', async () => {
    const { clock, received, createSink, subscribe, happen } = connect();
    await subscribe(await createSink({ method: 'get' }));
    happen();
    await clock.advance(FIRST_MS);
    expect(received).toMatchObject([{ method: 'GET' }]);
  });

  it.each([
    ['https://flex:p%40ss@example.com/events', 'flex:p@ss'],
    ['https://flex@example.com/events', 'flex:'],
    ['https://:secret@example.com/events', ':secret'],
  ])('to %s has its credentials in a header, and not in its URL', async (destination, credentials) => {
    const { clock, received, createSink, subscribe, happen } = connect();
    await subscribe(await createSink({ destination }));
    happen();
    await clock.advance(FIRST_MS);
    expect(received[0]?.headers.Authorization).toBe(`Basic ${Buffer.from(credentials).toString('base64')}`);
    expect(received[0]?.url).toMatch(/^https:\/\/example\.com\/events\?/);
  });

  it('leaves out what nobody subscribed to, and sinks that are no webhooks', async () => {
    const { clock, received, createSink, subscribe, happen } = connect();
    await subscribe(await createSink(), { type: TASK_CREATED });
    await subscribe(await createSink({}, 'segment'));
    happen();
    await clock.advance(FIRST_MS);
    expect(received).toEqual([]);
  });

  it.each([0, 429, 500, 503])(
    'is repeated after %i, each time later, for less than four hours',
    async (status) => {
      const { clock, received, answer, createSink, subscribe, happen } = connect();
      await subscribe(await createSink());
      answer.status = status;
      happen();
      await clock.advance(4 * HOUR_MS);
      const attempts = received.length;
      expect(attempts).toBeGreaterThan(10);
      await clock.advance(24 * HOUR_MS);
      expect(received).toHaveLength(attempts);
      expect(new Set(received.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    },
  );

  it('is repeated until it is taken', async () => {
    const { clock, received, answer, createSink, subscribe, happen } = connect();
    await subscribe(await createSink());
    answer.status = 500;
    happen();
    await clock.advance(FIRST_MS);
    answer.status = 200;
    await clock.advance(HOUR_MS);
    expect(received).toHaveLength(2);
  });

  it.each([400, 404])('is given up after %i', async (status) => {
    const { clock, received, answer, createSink, subscribe, happen } = connect();
    await subscribe(await createSink());
    answer.status = status;
    happen();
    await clock.advance(HOUR_MS);
    expect(received).toHaveLength(1);
  });
});

describe('sinks', () => {
  it('are found by their status', async () => {
    const { call, createSink } = connect();
    const [active, initialized] = [await createSink(), await createSink()];
    await call(`POST Sinks/${active}/Validate`, { TestId: '1' });
    const sidsOf = async (query: string) =>
      ((await call(`GET Sinks?${query}`)).body?.sinks as { sid: string }[]).map(({ sid }) => sid);
    expect(await sidsOf('Status=active')).toEqual([active]);
    expect(await sidsOf('Status=initialized')).toEqual([initialized]);
    expect(await sidsOf('InUse=false')).toEqual([active, initialized]);
  });

  it.each(['"a text"', 'null'])('are refused with %s as their configuration', async (SinkConfiguration) => {
    const { call, twilio } = connect();
    const form = { Description: 'Ours', SinkType: 'webhook', SinkConfiguration };
    expect(await call('POST Sinks', form)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('SinkConfiguration') as string },
    });
    expect(twilio.eventStreams.sinks.size).toBe(0);
  });

  it('are not found when they are not there', async () => {
    const { call } = connect();
    expect((await call(`GET Sinks/DG${'0'.repeat(32)}`)).status).toBe(404);
    expect((await call(`GET Subscriptions/DF${'0'.repeat(32)}`)).status).toBe(404);
  });
});

describe('subscriptions', () => {
  const typesOf = async ({ call }: ReturnType<typeof connect>, sid: string) =>
    ((await call(`GET Subscriptions/${sid}/SubscribedEvents`)).body?.types as Record<string, unknown>[]).map(
      ({ type, schema_version: version }) => [type, version],
    );

  it('take their types one by one or as one list, in version 1 unless another is named', async () => {
    const streams = connect();
    const types = [{ type: ADDED }, { type: TASK_CREATED, schema_version: 2 }];
    const expected = [
      [ADDED, 1],
      [TASK_CREATED, 2],
    ];
    const sink = await streams.createSink();
    expect(await typesOf(streams, await streams.subscribe(sink, types))).toEqual(expected);
    expect(await typesOf(streams, await streams.subscribe(sink, JSON.stringify(types)))).toEqual(expected);
  });

  it.each([
    ['no JSON', '{', /not valid JSON/],
    ['no type', '{"schema_version":1}', /type/],
  ])('are refused with types of %s', async (_, Types, message) => {
    const { call, createSink, twilio } = connect();
    const form = { Description: 'Facts', SinkSid: await createSink(), Types };
    expect(await call('POST Subscriptions', form)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(message) as string },
    });
    expect(twilio.eventStreams.subscriptions.size).toBe(0);
  });

  it('need a sink that exists, which they then keep', async () => {
    const { call, createSink, subscribe } = connect();
    const sink = await createSink();
    const sid = await subscribe(sink);
    const form = { Description: 'Facts', SinkSid: `DG${'0'.repeat(32)}`, Types: { type: ADDED } };
    expect((await call('POST Subscriptions', form)).status).toBe(400);
    expect((await call(`POST Subscriptions/${sid}`, { SinkSid: await createSink() })).status).toBe(400);
    expect((await call(`POST Subscriptions/${sid}`, {})).body).toMatchObject({
      sink_sid: sink,
      description: 'Facts',
    });
  });

  it('take a further type in version 1 unless another is named, and let go of none that they do not have', async () => {
    const streams = connect();
    const { call, createSink, subscribe } = streams;
    const sid = await subscribe(await createSink());
    const types = `Subscriptions/${sid}/SubscribedEvents`;
    expect((await call(`DELETE ${types}/${TASK_CREATED}`)).status).toBe(404);
    await call(`POST ${types}`, { Type: TASK_CREATED });
    expect(await typesOf(streams, sid)).toEqual([
      [ADDED, 1],
      [TASK_CREATED, 1],
    ]);
  });
});
