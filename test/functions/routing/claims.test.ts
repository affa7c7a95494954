import type { Written } from './written-to';
import {
  customerWrote,
  deliver,
  dies,
  interactionsOf,
  leaseEnds,
  newestSids,
  putRecord,
  writeAgain,
} from './written-to';

const IN_PROGRESS = { status: 200, body: { outcome: 'in_progress' } };

function routed(written: Written) {
  return { status: 200, body: { outcome: 'routed', ...newestSids(written) } };
}

describe('the first message, by the service webhook', () => {
  it('knows its own claim again if the answer of Sync got lost', async () => {
    const written = await customerWrote({});
    written.deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'reset-after', times: 1 });
    expect(await deliver(written, written.first)).toEqual({ ...routed(written), calls: 6 });
    expect(written.deployment.recordOf(written.conversationSid)).toMatchObject({
      state: 'routed',
      attempt: 1,
    });
  });

  it('that comes late takes over what another invocation has left', async () => {
    const written = await customerWrote({});
    await dies(written, written.first, { fault: 'killed before the call', at: 2 });
    await leaseEnds(written);
    expect(await deliver(written, written.first)).toEqual({ ...routed(written), calls: 7 });
  });

  it('takes over at once what an event just before it has let go', async () => {
    const written = await customerWrote({});
    written.deployment.twilio.faults.add({
      operation: 'CreateInteraction',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 1,
      times: 1,
    });
    expect(await deliver(written, written.first)).toMatchObject({ status: 503 });
    expect(await deliver(written, written.first)).toMatchObject(routed(written));
    expect(interactionsOf(written)).toHaveLength(1);
  });

  it('is to be told again if there is no record of whoever was sooner', async () => {
    const written = await customerWrote();
    const { deployment, first } = written;
    putRecord(written, { state: 'closed' });
    deployment.twilio.faults.add({ operation: 'FetchDocument', kind: 'status', status: 404, code: 54100 });
    expect(await deliver(written, first)).toMatchObject({ status: 503, calls: 2 });
    expect(deployment.logs.at(-1)).toMatchObject({
      outcome: 'upstream_unavailable',
      reason: 'unavailable',
      operation: 'claim: the record vanished',
    });
  });
});

describe('a later message of a Conversation without a record', () => {
  it('is routed after a look, by one of two deliveries', async () => {
    const written = await customerWrote({ latencyMs: 20 });
    const again = await writeAgain(written);
    const [winner, loser] = await Promise.all([deliver(written, again), deliver(written, again)]);
    expect(winner).toEqual({ ...routed(written), calls: 6 });
    expect(loser).toEqual({ ...IN_PROGRESS, calls: 4 });
  });

  it.each([
    ['ours makes it ours', 'already_routed', { routedBy: 'flex-conversations-functions' }],
    ["somebody else's makes it foreign", 'foreign', {}],
  ])('and a live task that is %s', async (_, outcome, attributes) => {
    const written = await customerWrote();
    const { deployment, conversationSid } = written;
    const { twilio, account } = deployment;
    twilio.interactions.create(
      { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: conversationSid } },
      {
        workspace_sid: twilio.workspace.entity.sid,
        workflow_sid: account.assignToAnyone.sid,
        task_channel_unique_name: 'sms',
        attributes,
      },
      {},
    );
    const body =
      outcome === 'foreign' ? { outcome: 'ignored', reason: 'foreign' } : { outcome, ...newestSids(written) };
    expect(await deliver(written, await writeAgain(written))).toEqual({ status: 200, body, calls: 4 });
    expect(interactionsOf(written)).toHaveLength(1);
    expect(deployment.recordOf(conversationSid)).toEqual({
      attempt: 1,
      writtenBy: 'invocation-1',
      writtenAtMs: expect.any(Number) as number,
      ...(outcome === 'foreign' ? { state: 'foreign' } : { state: 'routed', ...newestSids(written) }),
    });
  });
});

describe('the record of an Interaction', () => {
  it('is known again if the answer of Sync got lost, in the time that is kept for that', async () => {
    const written = await customerWrote();
    const { faults } = written.deployment.twilio;
    faults.add({ operation: 'CreateInteraction', kind: 'slow', delayMs: 2_790 });
    faults.add({ operation: 'UpdateDocument', kind: 'reset-after', times: 1 });
    expect(await deliver(written, written.first)).toEqual({ ...routed(written), calls: 5 });
  });

  it.each([
    ["somebody else's", { state: 'routed', writtenBy: 'another' }],
    ['our claim', {}],
  ])('is told as not recorded if Sync refuses it, and has %s', async (_, change) => {
    const written = await customerWrote();
    const { deployment, conversationSid, first } = written;
    deployment.twilio.faults.add({ operation: 'UpdateDocument', kind: 'status', status: 412, code: 54103 });
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'slow', delayMs: 1_000 });
    const answer = deliver(written, first);
    await deployment.settle(500);
    const other = { ...deployment.recordOf(conversationSid), ...change };
    putRecord(written, other);
    const { status, body } = routed(written);
    expect(await answer).toEqual({ status, body: { ...body, recorded: false }, calls: 4 });
    expect(deployment.recordOf(conversationSid)).toEqual(other);
  });
});
