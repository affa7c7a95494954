import type { FaultRule } from '../../../simulator/kernel/faults';
import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../../support/deployment';
import { settled } from '../../support/settled';
import { setRecord } from '../deaf-deployment';
import { openConversations } from './outreach-deployment';

const URL = '/backend/interactions';
const LEASE_MS = 10_000;
const SMS = { type: 'sms', participants: [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }] };
const requestId = 'form-4711';
const REJECTED = { kind: 'status', status: 400, code: 45004 } as const;

/** A deployment that no event reaches, and a customer who has written. */
async function customerWrote() {
  const deployment = new Deployment();
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
  const conversationSid = received?.conversation.entity.sid ?? '';
  return { deployment, conversationSid, channel: { type: 'sms', mediaChannelSid: conversationSid } };
}

function begin(deployment: Deployment, channel: object, id = requestId) {
  return settled(deployment, deployment.callBackend(URL, { channel, requestId: id }));
}

/** The one routing record, also of a Conversation that is gone. */
function recordOf({ twilio }: Deployment) {
  const documents = [...(twilio.sync.findService('default')?.documents.values() ?? [])];
  return documents.find(({ unique_name: name }) => name?.startsWith('interaction-'))?.data;
}

/** Begins an Interaction by an invocation that dies after one of its calls. */
async function dieAfter(deployment: Deployment, channel: object, call: RegExp, nth = 0): Promise<void> {
  const platform = deployment.platform();
  const { transport } = platform;
  const life = { isOver: false, seen: 0 };
  void deployment.call(
    URL,
    { channel, requestId, request: { headers: { authorization: 'Bearer backend-key' } } },
    {
      ...platform,
      transport: async (request, signal) => {
        if (life.isOver) return new Promise(() => undefined);
        const answered = await transport(request, signal);
        if (call.test(`${request.method} ${request.path}`)) life.isOver = life.seen++ === nth;
        return life.isOver ? new Promise(() => undefined) : answered;
      },
      clock: {
        now: () => platform.clock.now(),
        schedule: (ms, run) =>
          platform.clock.schedule(ms, () => {
            if (!life.isOver) run();
          }),
      },
    },
  );
  await deployment.settle(100);
  if (!life.isOver) throw new Error('it lives');
}

describe('what Twilio refuses', () => {
  it.each([
    ['a code', REJECTED, 45004],
    ['no code', { kind: 'status', status: 422, html: true }, 422],
  ] as const)('of what a back end asked for is told to it, by %s, and undone', async (_, rule, reason) => {
    const deployment = new Deployment();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', times: 1, ...rule });
    const answer = await begin(deployment, SMS);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        details: { fields: { channel: `was refused by Twilio, with its routing: error ${reason}` } },
      },
    });
    expect(openConversations(deployment)).toEqual([]);
    expect(recordOf(deployment)).toMatchObject({ state: 'closed', code: 'abandoned' });
    expect((await begin(deployment, SMS)).status).toBe(201);
  });

  it('of an address pair is told as well', async () => {
    const deployment = new Deployment();
    deployment.twilio.faults.add({ operation: 'CreateConversationWithParticipants', times: 1, ...REJECTED });
    expect((await begin(deployment, SMS)).body).toMatchObject({
      code: 'invalid_request',
      details: { fields: { channel: 'was refused by Twilio, with its routing: error 45004' } },
    });
    expect((await begin(deployment, SMS)).status).toBe(201);
  });

  it('in a Conversation that exists leaves that as it was', async () => {
    const { deployment, conversationSid, channel } = await customerWrote();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', times: 1, ...REJECTED });
    expect((await begin(deployment, channel)).status).toBe(400);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'claimed',
      attempt: 0,
      leaseUntilMs: 0,
    });
    expect((await begin(deployment, channel, 'form-1')).status).toBe(201);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', attempt: 1 });
  });
});

describe('what Twilio refuses because of us is not told as a mistake of the back end', () => {
  const KEY_IS_WRONG = { kind: 'status', status: 401, code: 20003 } as const;
  const CHAT = { type: 'chat', participants: [{ identity: 'ella' }] };

  it.each([
    ['the Conversation', SMS, { ...KEY_IS_WRONG, operation: 'CreateConversationWithParticipants' }],
    ['its record', SMS, { ...KEY_IS_WRONG, operation: 'CreateDocument', after: 1 }],
    ['the Interaction', SMS, { ...KEY_IS_WRONG, operation: 'CreateInteraction' }],
    ['the Interaction of a chat', CHAT, { ...KEY_IS_WRONG, operation: 'CreateInteraction' }],
    [
      'an Interaction that we may not make',
      SMS,
      { ...REJECTED, status: 403, operation: 'CreateInteraction' },
    ],
    ['a record that Sync does not take', SMS, { ...REJECTED, operation: 'CreateDocument', after: 1 }],
  ])('%s', async (_, channel, rule) => {
    const deployment = new Deployment();
    deployment.twilio.faults.add({ times: 1, ...rule });
    expect(await begin(deployment, channel)).toMatchObject({
      status: 500,
      body: { code: 'internal_error', requestId },
      log: { alert: true, error: 'TwilioRequestError' },
    });
    await deployment.settle(LEASE_MS);
    expect((await begin(deployment, channel)).status).toBe(201);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.liveTasks).toHaveLength(1);
  });
});

describe('nobody knows whether the Interaction of a back end was created', () => {
  it.each([
    [{ kind: 'status', status: 500 }, 0],
    [{ kind: 'never-before' }, LEASE_MS],
  ] as const)('%j: its Conversation stays, and the same request finishes it', async (rule, leaseMs) => {
    const deployment = new Deployment();
    const startedAtMs = deployment.clock.now();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', times: 1, ...rule });
    expect(await begin(deployment, SMS)).toMatchObject({
      status: 503,
      body: { code: 'upstream_unavailable' },
    });
    expect(openConversations(deployment)).toHaveLength(1);
    expect(recordOf(deployment)).toMatchObject({
      state: 'claimed',
      attempt: 1,
      code: 'unknown',
      leaseUntilMs: leaseMs && startedAtMs + leaseMs,
    });
    await deployment.settle(LEASE_MS);
    expect((await begin(deployment, SMS)).status).toBe(201);
    expect(recordOf(deployment)).toMatchObject({ state: 'routed', attempt: 2 });
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it.each([{ kind: 'status-after', status: 500 }, { kind: 'reset-after' }] as const satisfies FaultRule[])(
    '%j: a look finds its task',
    async (rule) => {
      const deployment = new Deployment();
      deployment.twilio.faults.add({ operation: 'CreateInteraction', times: 1, ...rule });
      const { status, body } = await begin(deployment, SMS);
      expect(status).toBe(201);
      expect(recordOf(deployment)).toMatchObject({ state: 'routed', attempt: 1, taskSid: body.taskSid });
      expect(deployment.liveTasks.map(({ entity }) => entity.sid)).toEqual([body.taskSid]);
    },
  );
});

describe('a Conversation that somebody has claimed', () => {
  const claimed = { state: 'claimed', attempt: 2, writtenBy: 'x', writtenAtMs: 0, leaseUntilMs: 0 };

  async function withRecord(change: object) {
    const written = await customerWrote();
    const { sync } = written.deployment.twilio;
    const service = sync.findService('default');
    if (service) sync.createDocument(service, `interaction-${written.conversationSid}`, claimed, 0);
    setRecord(written.deployment, written.conversationSid, change);
    return written;
  }

  it('is refused while they are at it', async () => {
    const { deployment, conversationSid, channel } = await withRecord({
      leaseUntilMs: Number.MAX_SAFE_INTEGER,
    });
    expect(await begin(deployment, channel)).toMatchObject({
      status: 409,
      body: { code: 'conversation_already_open', details: { conversationSid, with: 'nobody' } },
    });
  });

  it('is taken over when their time is over', async () => {
    const { deployment, conversationSid, channel } = await withRecord({});
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'never-before', times: 1 });
    const startedAtMs = deployment.clock.now();
    expect((await begin(deployment, channel)).status).toBe(503);
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'claimed',
      attempt: 3,
      request: { key: expect.any(String) as string },
      leaseUntilMs: startedAtMs + LEASE_MS,
    });
  });

  it('is refused if somebody else takes it over first', async () => {
    const { deployment, conversationSid, channel } = await withRecord({});
    deployment.twilio.faults.add({ operation: 'UpdateDocument', kind: 'status', status: 412, times: 1 });
    expect(await begin(deployment, channel)).toMatchObject({
      status: 409,
      body: { code: 'conversation_already_open', details: { conversationSid, with: 'nobody' } },
    });
  });
});

describe('a back end that died', () => {
  it.each([
    ['its Conversation', /ConversationWithParticipants/, 0],
    ['its record', /POST .*Documents$/, 1],
    ['its Interaction', /POST .*Interactions$/, 0],
  ])('after %s is told the same when it asks again', async (_, call, nth) => {
    const deployment = new Deployment();
    await dieAfter(deployment, SMS, call, nth);
    await deployment.settle(LEASE_MS);
    const { status, body } = await begin(deployment, SMS);
    expect(status).toBe(201);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.liveTasks.map(({ entity }) => entity.sid)).toEqual([body.taskSid]);
  });

  it('after its Conversation: another request is refused', async () => {
    const deployment = new Deployment();
    await dieAfter(deployment, SMS, /ConversationWithParticipants/);
    await deployment.settle(LEASE_MS);
    expect(await begin(deployment, SMS, 'form-1')).toMatchObject({
      status: 409,
      body: { code: 'conversation_already_open', details: { with: 'nobody' } },
    });
    const [conversation] = openConversations(deployment);
    expect(JSON.parse(conversation?.entity.attributes ?? '')).toEqual({
      origin: 'flex-conversations-functions',
      initiatedBy: 'api',
    });
  });

  it('before its record in a Conversation that exists takes it up while its own claim is held', async () => {
    const { deployment, channel } = await customerWrote();
    await dieAfter(deployment, channel, /POST .*Documents$/, 1);
    await deployment.settle(LEASE_MS);
    expect((await begin(deployment, channel)).status).toBe(201);
    expect(recordOf(deployment)).toMatchObject({ state: 'routed', attempt: 2 });
  });
});
