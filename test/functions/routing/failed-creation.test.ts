import type { FaultRule } from '../../../simulator/kernel/faults';
import { CONVERSATIONS } from '../../reliability/scenarios';
import type { Written } from './written-to';
import { customerWrote, deliver, interactionsOf, LEASE_MS, newestSids, writeAgain } from './written-to';

const CREATION = 'CreateInteraction';

/** Delivers the first message while a fault is laid on an operation. */
async function firstMessage(rule: FaultRule) {
  const written = await customerWrote();
  const { deployment, conversationSid, first } = written;
  const claimedAtMs = deployment.clock.now();
  deployment.twilio.faults.add(rule);
  const answer = await deliver(written, first);
  deployment.twilio.faults.clear();
  return {
    ...written,
    answer,
    log: deployment.logs.at(-1),
    record: deployment.recordOf(conversationSid),
    claimedAtMs,
  };
}

const LATER = {
  code: 'upstream_unavailable',
  message:
    'It could not be done in time: Twilio did not answer, or somebody else is at the same thing. Nothing is lost; send it again.',
  requestId: 'invocation-1',
};

describe('the creation of an Interaction did nothing', () => {
  it.each([
    ['unreachable', { kind: 'refused' }],
    ['rate_limited', { kind: 'status', status: 429, code: 20429 }],
    ['rate_limited', { kind: 'status', status: 409, code: 45796 }],
  ] as const)('%s: it is sent three times, and does not count as an attempt', async (reason, rule) => {
    const written = await firstMessage({ operation: CREATION, ...rule });
    expect(written.answer).toEqual({ status: 503, body: LATER, calls: 5 });
    expect(written.log).toMatchObject({ reason, operation: 'POST flex-api.twilio.com/v1/Interactions' });
    expect(written.record).toMatchObject({ state: 'claimed', attempt: 0, leaseUntilMs: 0 });
    await isRoutedAtOnce(written, 1);
  });
});

it('an Interaction is refused because our own token is wrong: nothing is given up', async () => {
  const written = await firstMessage({ operation: CREATION, kind: 'status', status: 401, code: 20003 });
  expect(written.answer).toMatchObject({ status: 500, body: { code: 'internal_error' } });
  expect(written.log).toMatchObject({ level: 'error', alert: true, code: 20003 });
  expect(written.record).toMatchObject({ state: 'claimed', attempt: 0, leaseUntilMs: 0 });
  await isRoutedAtOnce(written, 1);
});

describe('nobody knows whether the creation of an Interaction did anything', () => {
  it.each([
    { kind: 'status', status: 500 },
    { kind: 'status', status: 502, html: true },
    { kind: 'reset-before' },
  ] as const)('%j: a look finds nothing, so that the next message creates it', async (rule) => {
    const written = await firstMessage({ operation: CREATION, ...rule });
    expect(written.answer).toEqual({ status: 503, body: LATER, calls: 4 });
    expect(written.log).toMatchObject({ reason: 'unavailable' });
    expect(written.record).toMatchObject({ state: 'claimed', attempt: 1, leaseUntilMs: 0 });
    await isRoutedAtOnce(written, 2);
  });

  it.each([{ kind: 'status-after', status: 500 }, { kind: 'reset-after' }] as const)(
    '%j: a look finds its task',
    async (rule) => {
      const written = await firstMessage({ operation: CREATION, ...rule });
      expect(written.answer).toEqual({
        status: 200,
        body: { outcome: 'routed', ...newestSids(written) },
        calls: 4,
      });
      expect(written.record).toMatchObject({ state: 'routed', attempt: 1, ...newestSids(written) });
      expect(interactionsOf(written)).toHaveLength(1);
    },
  );

  it.each(['never-before', 'never-after'] as const)(
    '%s: it may be under way, so that nobody looks before the lease ends',
    async (kind) => {
      const written = await firstMessage({ operation: CREATION, kind });
      const { claimedAtMs } = written;
      expect(written.answer).toEqual({ status: 503, body: LATER, calls: 2 });
      expect(written.log).toMatchObject({ reason: 'timed_out' });
      expect(written.record).toEqual({
        state: 'claimed',
        attempt: 1,
        writtenBy: 'invocation-1',
        writtenAtMs: claimedAtMs,
        leaseUntilMs: claimedAtMs + LEASE_MS,
      });
    },
  );
});

describe('Twilio answers the creation of an Interaction by nothing', () => {
  it('an operator is called, and the claim is held until somebody may look', async () => {
    const { deployment, conversationSid, first } = await customerWrote();
    const claimedAtMs = deployment.clock.now();
    const platform = deployment.platform();
    const answer = await deployment.call(CONVERSATIONS, first, {
      ...platform,
      transport: async (request, signal) => {
        const answered = await platform.transport(request, signal);
        return request.path === '/v1/Interactions' ? { ...answered, body: '' } : answered;
      },
    });
    expect(answer).toMatchObject({ status: 500, log: { level: 'error', alert: true, error: 'SyntaxError' } });
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'claimed',
      leaseUntilMs: claimedAtMs + LEASE_MS,
    });
  });
});

describe('Twilio refuses the creation of an Interaction for good', () => {
  it.each([
    [45004, { status: 400, code: 45004 }],
    [403, { status: 403, html: true }],
  ])('%d is what the record, the answer and the alert tell', async (code, rule) => {
    const written = await firstMessage({ operation: CREATION, kind: 'status', ...rule });
    const { claimedAtMs } = written;
    expect(written.answer).toEqual({ status: 200, body: { outcome: 'failed', code, alert: true }, calls: 3 });
    expect(written.log).toMatchObject({ level: 'error', alert: true, code });
    expect(written.record).toEqual({
      state: 'failed',
      code,
      attempt: 1,
      writtenBy: 'invocation-1',
      writtenAtMs: claimedAtMs,
      leaseUntilMs: claimedAtMs + LEASE_MS,
    });
  });

  it('and what becomes of it is told even if it cannot be written down', async () => {
    const written = await customerWrote();
    const { faults } = written.deployment.twilio;
    faults.add({ operation: CREATION, kind: 'status', status: 400, code: 45004 });
    faults.add({ operation: 'UpdateDocument', kind: 'refused' });
    expect(await deliver(written, written.first)).toMatchObject({
      status: 200,
      body: { outcome: 'failed', code: 45004, alert: true },
    });
  });
});

describe('whether somebody serves the Conversation cannot be told', () => {
  it('so nothing is sent, and the claim is let go', async () => {
    const written = await customerWrote();
    const { deployment, conversationSid } = written;
    const again = await writeAgain(written);
    deployment.twilio.faults.add({ operation: 'ListTask', kind: 'status', status: 503 });
    expect(await deliver(written, again)).toEqual({ status: 503, body: LATER, calls: 6 });
    expect(interactionsOf(written)).toEqual([]);
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'claimed',
      attempt: 0,
      leaseUntilMs: 0,
    });
    deployment.twilio.faults.clear();
    await isRoutedAtOnce(written, 1);
  });
});

describe('an Interaction was created whose record cannot be written', () => {
  it('now: it is told as not recorded, and the next message finds it by its task', async () => {
    const written = await firstMessage({ operation: 'UpdateDocument', kind: 'status', status: 503 });
    expect(written.answer).toEqual({
      status: 200,
      body: { outcome: 'routed', ...newestSids(written), recorded: false },
      calls: 5,
    });
    await written.deployment.settle(LEASE_MS);
    expect(await deliver(written, await writeAgain(written))).toMatchObject({
      body: { outcome: 'already_routed', ...newestSids(written) },
    });
    expect(interactionsOf(written)).toHaveLength(1);
  });

  it('ever: an operator is called', async () => {
    const rule = { operation: 'UpdateDocument', kind: 'status', status: 403, code: 20403 } as const;
    const written = await firstMessage(rule);
    expect(written.answer).toEqual({
      status: 200,
      body: { outcome: 'routed', ...newestSids(written), recorded: false, alert: true },
      calls: 3,
    });
    expect(written.log).toMatchObject({ level: 'error', alert: true, outcome: 'routed' });
  });
});

/** The claim was let go: the next message need not wait for the end of the lease. */
async function isRoutedAtOnce(written: Written, attempt: number): Promise<void> {
  const answer = await deliver(written, await writeAgain(written));
  expect(answer).toEqual({ status: 200, body: { outcome: 'routed', ...newestSids(written) }, calls: 5 });
  expect(written.deployment.recordOf(written.conversationSid)).toMatchObject({ state: 'routed', attempt });
  expect(interactionsOf(written)).toHaveLength(1);
}
