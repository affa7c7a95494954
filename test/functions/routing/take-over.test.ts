import { BUSINESS_NUMBER, VIP_NUMBER } from '../../support/deployment';
import type { Written } from './written-to';
import {
  cancelTasks,
  customerWrote,
  deliver,
  dies,
  interactionsOf,
  LEASE_MS,
  leaseEnds,
  newestSids,
  putRecord,
  writeAgain,
} from './written-to';

const IN_PROGRESS = { outcome: 'in_progress' };
const BEFORE_CREATION = { fault: 'killed before the call', at: 1 } as const;
const AFTER_CREATION = { fault: 'killed after the call', at: 1 } as const;

/** An invocation has claimed the Conversation and died before its Interaction was created, or after. */
async function abandoned(strike: typeof BEFORE_CREATION | typeof AFTER_CREATION): Promise<Written> {
  const written = await customerWrote();
  await dies(written, written.first, strike);
  return written;
}

describe('an invocation died that had claimed a Conversation', () => {
  it('nobody takes it over before its lease ends', async () => {
    const written = await abandoned(BEFORE_CREATION);
    const { deployment, conversationSid } = written;
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'claimed',
      attempt: 1,
      writtenBy: 'invocation-1',
      writtenAtMs: deployment.clock.now() - 100,
      leaseUntilMs: deployment.clock.now() - 100 + LEASE_MS,
    });
    const again = await writeAgain(written);
    await deployment.settle(LEASE_MS - 101);
    const answer = deployment.call('/webhooks/conversations', again);
    expect(await answer).toMatchObject({ status: 200, body: IN_PROGRESS, calls: 1 });
    expect(interactionsOf(written)).toEqual([]);
  });

  it('then the next message brings the customer to an agent', async () => {
    const written = await abandoned(BEFORE_CREATION);
    const { deployment, conversationSid } = written;
    await leaseEnds(written);
    const takenOverAtMs = deployment.clock.now();
    expect(await deliver(written, await writeAgain(written))).toEqual({
      status: 200,
      body: { outcome: 'routed', ...newestSids(written) },
      calls: 5,
    });
    expect(interactionsOf(written)).toHaveLength(1);
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'routed',
      attempt: 2,
      writtenBy: 'invocation-2',
      writtenAtMs: takenOverAtMs,
      ...newestSids(written),
    });
  });

  it('and had created its Interaction: that is found by its task', async () => {
    const written = await abandoned(AFTER_CREATION);
    await leaseEnds(written);
    expect(await deliver(written, written.first)).toEqual({
      status: 200,
      body: { outcome: 'already_routed', ...newestSids(written) },
      calls: 5,
    });
    expect(interactionsOf(written)).toHaveLength(1);
  });

  it('and had created its Interaction, whose task has ended: an Invite goes into its channel', async () => {
    const written = await abandoned(AFTER_CREATION);
    await leaseEnds(written);
    cancelTasks(written);
    const answer = await deliver(written, await writeAgain(written));
    expect(answer).toEqual({
      status: 200,
      body: {
        outcome: 'resumed',
        ...newestSids(written),
        inviteSid: expect.stringMatching(/^KG/) as string,
      },
      calls: 6,
    });
    expect(interactionsOf(written)).toHaveLength(1);
    expect(written.deployment.recordOf(written.conversationSid)).toMatchObject({
      state: 'routed',
      attempt: 2,
      ...newestSids(written),
    });
  });

  it.each(['closed', 'failed', 'missing'] as const)(
    'and had created its Interaction, whose channel is %s: another is created',
    async (fate) => {
      const written = await abandoned(AFTER_CREATION);
      await leaseEnds(written);
      cancelTasks(written);
      const [interaction] = interactionsOf(written);
      if (interaction && fate !== 'missing') interaction.channel.status = fate;
      if (fate === 'missing') {
        written.deployment.twilio.faults.add({
          operation: 'FetchInteractionChannel',
          kind: 'status',
          status: 404,
          code: 20404,
        });
      }
      const answer = await deliver(written, await writeAgain(written));
      expect(answer).toEqual({ status: 200, body: { outcome: 'routed', ...newestSids(written) }, calls: 6 });
      expect(interactionsOf(written)).toHaveLength(2);
    },
  );

  it('and so did whoever took it over: the claim is held for another lease', async () => {
    const written = await abandoned(BEFORE_CREATION);
    const { deployment, conversationSid } = written;
    await leaseEnds(written);
    const again = await writeAgain(written);
    const takenOverAtMs = deployment.clock.now();
    await dies(written, again, { fault: 'killed before the call', at: 3 });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'claimed',
      attempt: 2,
      writtenBy: 'invocation-2',
      writtenAtMs: takenOverAtMs,
      leaseUntilMs: takenOverAtMs + LEASE_MS,
    });
    expect(await deliver(written, again)).toEqual({ status: 200, body: IN_PROGRESS, calls: 1 });
    await leaseEnds(written);
    expect(await deliver(written, again)).toMatchObject({ body: { outcome: 'routed' }, calls: 5 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', attempt: 3 });
  });

  it('one of several that come then takes it over', async () => {
    const written = await abandoned(BEFORE_CREATION);
    await leaseEnds(written);
    written.deployment.twilio.latencyMs = 20;
    const again = await writeAgain(written);
    const answers = await Promise.all([deliver(written, again), deliver(written, again)]);
    expect(answers.map(({ body, calls }) => [body.outcome, calls])).toEqual([
      ['routed', 5],
      ['in_progress', 3],
    ]);
    expect(answers[1].body).toEqual(IN_PROGRESS);
    expect(interactionsOf(written)).toHaveLength(1);
  });
});

describe('whoever takes over', () => {
  const EXPIRED = { state: 'claimed', leaseUntilMs: 0 };
  const TWO_NUMBERS = {
    addresses: { [BUSINESS_NUMBER]: { inbound: true }, [VIP_NUMBER]: { inbound: true } },
  };

  it('tries for the third time, and calls an operator instead of a fourth', async () => {
    const third = await customerWrote();
    putRecord(third, { ...EXPIRED, attempt: 2 });
    expect(await deliver(third, third.first)).toMatchObject({ body: { outcome: 'routed' } });

    const fourth = await customerWrote();
    putRecord(fourth, { ...EXPIRED, attempt: 3 });
    const { deployment, conversationSid } = fourth;
    const gaveUpAtMs = deployment.clock.now();
    expect(await deliver(fourth, fourth.first)).toEqual({
      status: 200,
      body: { outcome: 'failed', code: 'attempts_exhausted', alert: true },
      calls: 5,
    });
    expect(deployment.logs.at(-1)).toMatchObject({ level: 'error', alert: true, code: 'attempts_exhausted' });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'failed',
      code: 'attempts_exhausted',
      attempt: 4,
      writtenBy: 'invocation-1',
      writtenAtMs: gaveUpAtMs,
      leaseUntilMs: gaveUpAtMs + LEASE_MS,
    });
    expect(interactionsOf(fourth)).toEqual([]);
  });

  it('leaves a customer alone who is no longer in the Conversation', async () => {
    const written = await customerWrote({ wiring: 'address', table: TWO_NUMBERS });
    const { deployment, conversationSid } = written;
    putRecord(written, EXPIRED);
    const again = await writeAgain(written);
    deployment.twilio.conversations.find(conversationSid)?.participants.clear();
    expect(await deliver(written, again)).toEqual({
      status: 200,
      body: { outcome: 'ignored', reason: 'participant_pending' },
      calls: 2,
    });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ writtenBy: 'earlier' });
  });

  it('needs no proof that the Conversation is ours: the record is one', async () => {
    const written = await customerWrote();
    putRecord(written, EXPIRED);
    written.deployment.table = JSON.stringify({ default: { inbound: false } });
    expect(await deliver(written, written.first)).toMatchObject({ body: { outcome: 'routed' }, calls: 6 });
  });

  it.each([
    ['that of an Interaction that is gone', { ...EXPIRED, interactionSid: `KD${'1'.repeat(32)}` }, 7],
    ['something that is none of ours', { state: 'unheard of' }, 6],
  ])('creates an Interaction where the record is %s', async (_, data, calls) => {
    const written = await customerWrote();
    putRecord(written, data);
    const answer = await deliver(written, written.first);
    expect(answer).toEqual({ status: 200, body: { outcome: 'routed', ...newestSids(written) }, calls });
    const record = written.deployment.recordOf(written.conversationSid);
    expect(record).toMatchObject({ state: 'routed', attempt: 2 });
  });
});
