import type { Written } from './written-to';
import {
  cancelTasks,
  customerWrote,
  deliver,
  dies,
  interactionsOf,
  leaseEnds,
  newestSids,
  putRecord,
  writeAgain,
} from './written-to';

/** Longer than Twilio keeps a task that has ended. */
const FORGOTTEN_MS = 10 * 60_000;

/** Twilio tells of the newest Interaction. */
async function tell(written: Written, changes: object = {}) {
  const { deployment, conversationSid } = written;
  const { status, body } = await deployment.call('/webhooks/interactions', {
    EventType: 'onInteractionCreated',
    AccountSid: deployment.twilio.accountSid,
    InteractionSid: newestSids(written).interactionSid,
    MediaChannelSid: conversationSid,
    MediaChannelType: 'sms',
    ...changes,
  });
  return { status, body, toldOf: deployment.recordOf(conversationSid)?.toldOf };
}

/** Whoever created the Interaction died before they heard of it, and nobody took its task. */
async function unheardOf(tellAt: 'while it is held' | 'later' | 'never'): Promise<Written> {
  const written = await customerWrote();
  await dies(written, written.first, { fault: 'killed after the call', at: 1 });
  if (tellAt === 'while it is held') await tell(written);
  await leaseEnds(written);
  if (tellAt === 'later') await tell(written);
  cancelTasks(written);
  await written.deployment.settle(FORGOTTEN_MS);
  return written;
}

/** The Interaction of a first message is there, and the answer that tells so is on its way. */
async function beingCreated() {
  const written = await customerWrote();
  const { deployment } = written;
  deployment.twilio.latencyMs = 100;
  const answering = deployment.call('/webhooks/conversations', written.first);
  await deployment.settle(200);
  deployment.twilio.latencyMs = 0;
  return { written, answering };
}

describe('an Interaction that nobody heard of but by an event', () => {
  it.each(['while it is held', 'later'] as const)(
    'told of %s: its channel is found when its task is forgotten, for Twilio would drop a second one',
    async (tellAt) => {
      const written = await unheardOf(tellAt);
      expect(await deliver(written, await writeAgain(written))).toEqual({
        status: 200,
        body: {
          outcome: 'resumed',
          ...newestSids(written),
          inviteSid: expect.stringMatching(/^KG/) as string,
        },
        calls: 7,
      });
      expect(interactionsOf(written)).toHaveLength(1);
      expect(written.deployment.recordOf(written.conversationSid)).toMatchObject({
        state: 'routed',
        ...newestSids(written),
      });
    },
  );

  it('never told of: another is created, which Twilio may drop; the first is found once that is told of', async () => {
    const written = await unheardOf('never');
    const [first] = interactionsOf(written);
    expect(await deliver(written, await writeAgain(written))).toMatchObject({ body: { outcome: 'routed' } });
    expect(interactionsOf(written)).toHaveLength(2);
    expect(await tell(written, { InteractionSid: first?.entity.sid })).toMatchObject({
      body: { outcome: 'ignored', reason: 'uninteresting' },
      toldOf: undefined,
    });
  });

  it("of an outreach's: the claim itself has it", async () => {
    const written = await unheardOf('never');
    const { interactionSid } = newestSids(written);
    putRecord(written, { state: 'claimed', leaseUntilMs: 0, interactionSid });
    expect(await deliver(written, await writeAgain(written))).toMatchObject({ body: { outcome: 'resumed' } });
    expect(interactionsOf(written)).toHaveLength(1);
  });

  it('that is gone: another is created', async () => {
    const written = await unheardOf('later');
    written.deployment.twilio.faults.add({
      operation: 'FetchInteraction',
      kind: 'status',
      status: 404,
      code: 20404,
    });
    expect(await deliver(written, await writeAgain(written))).toMatchObject({ body: { outcome: 'routed' } });
    expect(interactionsOf(written)).toHaveLength(2);
  });

  it('while it cannot be asked for: the claim is let go, and nothing is created', async () => {
    const written = await unheardOf('later');
    written.deployment.twilio.faults.add({ operation: 'FetchInteraction', kind: 'status', status: 503 });
    expect(await deliver(written, await writeAgain(written))).toMatchObject({ status: 503 });
    expect(interactionsOf(written)).toHaveLength(1);
    expect(written.deployment.recordOf(written.conversationSid)).toMatchObject({
      state: 'claimed',
      leaseUntilMs: 0,
      toldOf: newestSids(written).interactionSid,
    });
  });
});

describe('what Twilio tells of', () => {
  it('is noted beside the claim of whoever is at it, whose own writing still counts', async () => {
    const { written, answering } = await beingCreated();
    const { deployment, conversationSid } = written;
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'claimed' });
    const before = deployment.recordOf(conversationSid);
    expect(await tell(written)).toMatchObject({ status: 200 });
    const { interactionSid } = newestSids(written);
    expect(interactionSid).toBeDefined();
    expect(deployment.recordOf(conversationSid)).toEqual({ ...before, toldOf: interactionSid });
    await deployment.settle(1_000);
    expect((await answering).body).toEqual({ outcome: 'routed', ...newestSids(written) });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', ...newestSids(written) });
  });

  it.each([
    ['by another invocation', { writtenBy: 'another' }],
    ['at another moment', { writtenAtMs: 1 }],
  ])('lets nobody overwrite what was written since %s', async (_, changes) => {
    const { written, answering } = await beingCreated();
    const { deployment, conversationSid } = written;
    await tell(written);
    const since = { ...deployment.recordOf(conversationSid), state: 'foreign', ...changes };
    putRecord(written, since);
    await deployment.settle(1_000);
    expect((await answering).body).toMatchObject({ outcome: 'routed', recorded: false });
    expect(deployment.recordOf(conversationSid)).toEqual(since);
  });

  it('is noted once: of two Interactions Twilio keeps the first', async () => {
    const written = await customerWrote();
    await dies(written, written.first, { fault: 'killed after the call', at: 1 });
    const { toldOf } = await tell(written);
    expect(toldOf).toBe(newestSids(written).interactionSid);
    expect(await tell(written, { InteractionSid: `KD${'9'.repeat(32)}` })).toMatchObject({ toldOf });
  });

  it.each(['routed', 'foreign', 'closed'])('changes no record that is %s', async (state) => {
    const written = await customerWrote();
    putRecord(written, { state });
    const before = written.deployment.recordOf(written.conversationSid);
    await tell(written, { InteractionSid: `KD${'9'.repeat(32)}` });
    expect(written.deployment.recordOf(written.conversationSid)).toEqual(before);
  });
});
