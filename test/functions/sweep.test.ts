import { BOT_NUMBER } from '../support/deployment';
import { deaf, routedByHand, setRecord, SWEEP, sweepAll, write } from './deaf-deployment';

const MINUTE_MS = 60_000;

describe('a customer whom nobody reported', () => {
  it('is found and routed', async () => {
    const deployment = deaf();
    await write(deployment);
    await deployment.settle(2 * MINUTE_MS);
    expect(await sweepAll(deployment)).toMatchObject({
      checked: 1,
      suspects: 1,
      repaired: 1,
      reasons: ['no_record'],
    });
    expect(deployment.logs[0]).toEqual({
      level: 'info',
      outcome: 'swept',
      checked: 1,
      suspects: 1,
      repaired: 1,
      failed: 0,
      at: expect.any(String) as string,
      url: SWEEP,
      requestId: 'invocation-1',
      status: 200,
      calls: 11,
      ms: 0,
    });
    expect(deployment.liveTasks).toHaveLength(1);
    expect(await sweepAll(deployment)).toMatchObject({ checked: 1, suspects: 0, repaired: 0 });
  });

  it('is only reported without `apply`, and without SWEEP_SINCE', async () => {
    for (const [deployment, apply] of [
      [deaf(), false],
      [deaf({ settings: { SWEEP_SINCE: '' } }), true],
    ] as const) {
      await write(deployment);
      await deployment.settle(2 * MINUTE_MS);
      expect(await sweepAll(deployment, apply)).toMatchObject({ checked: 1, suspects: 1, repaired: 0 });
      expect(deployment.liveTasks).toHaveLength(0);
    }
  });

  it('is left to the webhooks for a minute', async () => {
    const deployment = deaf();
    await write(deployment);
    await deployment.settle(MINUTE_MS / 2);
    expect(await sweepAll(deployment)).toMatchObject({ checked: 0 });
  });

  it('is found after a claim whose holder died', async () => {
    const deployment = deaf();
    const { entity } = await routedByHand(deployment);
    for (const task of deployment.twilio.workspace.tasks.values()) {
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
    }
    setRecord(deployment, entity.sid, { state: 'claimed', leaseUntilMs: 0 });
    await deployment.settle(2 * MINUTE_MS);
    expect(await sweepAll(deployment)).toMatchObject({
      suspects: 1,
      repaired: 1,
      reasons: ['claim_expired'],
    });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('is found if their task is gone, and gets what the policy says', async () => {
    const deployment = deaf();
    await routedByHand(deployment);
    for (const task of deployment.twilio.workspace.tasks.values()) {
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
    }
    await deployment.settle(2 * MINUTE_MS);
    expect(await sweepAll(deployment)).toMatchObject({
      suspects: 1,
      repaired: 1,
      reasons: ['nobody_serves_it'],
    });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it.each([
    ['parked', 'not_resumed'],
    ['closed', 'closed_in_vain'],
  ])('is found if they wrote after the Conversation was %s', async (state, reason) => {
    const deployment = deaf();
    const { entity } = await routedByHand(deployment);
    for (const task of deployment.twilio.workspace.tasks.values()) {
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
    }
    setRecord(deployment, entity.sid, { state, writtenAtMs: deployment.clock.now() });
    await deployment.settle(2 * MINUTE_MS);
    expect(await sweepAll(deployment)).toMatchObject({ suspects: 0 });
    await write(deployment, 'I am back');
    expect(await sweepAll(deployment)).toMatchObject({ suspects: 1, repaired: 1, reasons: [reason] });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('is reported again if Twilio fails, and alerted', async () => {
    const deployment = deaf();
    await write(deployment);
    await deployment.settle(2 * MINUTE_MS);
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'status', status: 503 });
    const answer = deployment.callBackend(SWEEP, { apply: 'true' });
    await deployment.settle(10_000);
    expect((await answer).body).toMatchObject({ suspects: 1, repaired: 0, failed: 1 });
    expect(deployment.logs.at(-1)).toMatchObject({ level: 'error', alert: true, failed: 1 });
  });
});

describe('what is left alone', () => {
  it("Conversations of a bot, of before SWEEP_SINCE, with an agent's last word, opted out, or served", async () => {
    const deployment = deaf({ settings: { SWEEP_SINCE: '2026-01-06' } });
    await write(deployment, 'old', '+12025550101');
    await deployment.settle(24 * 60 * MINUTE_MS);
    await write(deployment, 'to a bot', '+12025550102', BOT_NUMBER);
    await write(deployment, 'STOP', '+12025550103');
    const answered = await write(deployment, 'Hello', '+12025550104');
    deployment.twilio.conversationActions.addMessage(
      answered,
      { author: 'system', body: 'We are closed' },
      { source: 'API', webhookEnabled: false },
    );
    await routedByHand(deployment);
    await deployment.settle(2 * MINUTE_MS);
    expect(await sweepAll(deployment)).toMatchObject({ checked: 4, suspects: 0, repaired: 0, failed: 0 });
    expect(deployment.liveTasks).toHaveLength(1);
    expect(deployment.twilio.sync.findService('default')?.documents.size).toBe(1);
  });
});

describe('a long list', () => {
  it('is gone through page by page, each inside its deadline, and nobody is forgotten', async () => {
    const deployment = deaf({ latencyMs: 100 });
    for (let index = 0; index < 55; index++)
      await write(deployment, 'Hello', `+1202555${String(2000 + index)}`);
    await deployment.settle(2 * MINUTE_MS);
    const done = sweepAll(deployment);
    await deployment.settle(10 * MINUTE_MS);
    const sum = await done;
    expect(sum).toMatchObject({ checked: 55, suspects: 55, repaired: 55 });
    expect(sum.pages).toBeGreaterThan(3);
    expect(Math.max(...deployment.logs.map(({ ms }) => Number(ms)))).toBeLessThan(9_000);
    expect(deployment.liveTasks).toHaveLength(55);
  });

  it('two sweeps and a webhook at once make one Interaction', async () => {
    const deployment = deaf({ latencyMs: 50 });
    await write(deployment);
    await deployment.settle(2 * MINUTE_MS);
    const event = deployment.deliveries.findLast(({ title }) => title === 'onMessageAdded')?.detail
      .parameters;
    const all = Promise.all([
      deployment.callBackend(SWEEP, { apply: true }),
      deployment.callBackend(SWEEP, { apply: true }),
      deployment.call('/webhooks/conversations', event as object),
    ]);
    await deployment.settle(10_000);
    expect((await all).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(deployment.countCalls(/^POST \/v1\/Interactions$/)).toBe(1);
  });
});

describe('who may ask', () => {
  it.each([
    ['nobody without a key', {}, 'token_missing'],
    ['nobody with a wrong one', { request: { headers: { authorization: 'Bearer wrong' } } }, 'token_invalid'],
    [
      'nobody with a key in the parameters',
      { Authorization: 'Bearer backend-key', key: 'backend-key' },
      'token_missing',
    ],
  ])('%s', async (_, event, code) => {
    const answer = await deaf().call(SWEEP, { requestId: 'mine', ...event });
    expect(answer).toMatchObject({ status: 401, body: { code, requestId: 'mine' }, calls: 0 });
  });

  it('nobody at all if the deployment has no key', async () => {
    const deployment = deaf({ settings: { BACKEND_API_KEY: '' } });
    expect((await deployment.callBackend(SWEEP, {}, '')).status).toBe(401);
    expect((await deployment.callBackend(SWEEP, {}, 'anything')).status).toBe(401);
  });

  it.each([
    [{ apply: 'yes' }, 'apply'],
    [{ cursor: 'no cursor' }, 'cursor'],
    [{ cursor: ['a', 'b'] }, 'cursor'],
    [{ cursor: Buffer.from('{"state":"closed","skip":0}').toString('base64url') }, 'cursor'],
    [{ requestId: 'x'.repeat(65) }, 'requestId'],
  ])('%j is refused, naming the field', async (parameters, field) => {
    const answer = await deaf().callBackend(SWEEP, parameters);
    expect(answer.status).toBe(400);
    expect(Object.keys((answer.body.details as { fields: object }).fields)).toEqual([field]);
  });

  const elsewhere = Buffer.from('{"state":"active","token":"nowhere","skip":0}').toString('base64url');

  it('a cursor whose page Twilio does not know is refused, naming it', async () => {
    const deployment = deaf();
    const answer = await deployment.callBackend(SWEEP, { cursor: elsewhere, requestId: 'mine' });
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        code: 'invalid_request',
        message: expect.any(String) as string,
        details: { fields: { cursor: 'must be the cursor of the answer before' } },
        requestId: 'mine',
      },
    ]);
  });

  it.each([
    ['there was none', {}, 400],
    ['it is for another reason', { cursor: elsewhere }, 403],
  ])('a cursor is not blamed for what Twilio refuses if %s', async (_, parameters, status) => {
    const deployment = deaf();
    deployment.twilio.faults.add({ operation: 'ListConversation', kind: 'status', status });
    const answer = await deployment.callBackend(SWEEP, parameters);
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal_error' }, log: { alert: true } });
  });
});
