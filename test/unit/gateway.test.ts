import { ManualClock } from '../../simulator/kernel/clock';
import { Deadline, WEBHOOK_BUDGET } from '../../src/core/deadline';
import type { AccountSid } from '../../src/core/sid';
import { TwilioGateway } from '../../src/core/twilio/gateway';
import { TwilioRequestError } from '../../src/core/twilio/request-error';
import type { Transport, TransportResponse } from '../../src/core/twilio/transport';

interface SdkVersion {
  create(call: object): Promise<unknown>;
  fetch(call: object): Promise<unknown>;
}

const OK = { status: 200, headers: {}, body: '{"sid":"x"}' };
const failure = (code: string) => Object.assign(new Error(code), { code });

/** A gateway whose transport plays a script of answers and failures. */
function gatewayWith(script: readonly (TransportResponse | Error | 'silence')[]) {
  const clock = new ManualClock();
  const deadline = new Deadline(clock, WEBHOOK_BUDGET);
  const sent: string[] = [];
  const sentAtMs: number[] = [];
  const transport: Transport = (request) => {
    const step = script[sent.length] ?? OK;
    sent.push(`${request.method} ${request.path}`);
    sentAtMs.push(clock.now());
    if (step === 'silence') return new Promise(() => undefined);
    return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
  };
  const gateway = new TwilioGateway({
    accountSid: `AC${'a'.repeat(32)}` as AccountSid,
    authToken: 'token',
    transport,
    clock,
    deadline,
  });
  const run = async (method: 'get' | 'post', policy = {}, call: object = { uri: '/Things' }) => {
    const version = (await gateway.sdkVersion('sync.twilio.com', policy)) as unknown as SdkVersion;
    const settled = version[method === 'get' ? 'fetch' : 'create']({ ...call, method }).then(
      () => 'done',
      (error: unknown) => (error instanceof TwilioRequestError ? error : Promise.reject(error as Error)),
    );
    await clock.advance(WEBHOOK_BUDGET.totalMs * 2);
    return settled;
  };
  return { gateway, clock, sent, sentAtMs, run };
}

describe('a call that is refused', () => {
  it.each([400, 401, 403, 404, 409, 412])('with %d is not repeated', async (status) => {
    const { run, sent } = gatewayWith([{ status, headers: {}, body: '{"code":20001}' }]);
    expect(await run('get')).toMatchObject({ kind: 'rejected', status, code: 20001, didNothing: true });
    expect(sent).toHaveLength(1);
  });
});

describe('a call that was rate limited', () => {
  const limited = (retryAfter?: string): TransportResponse => ({
    status: 429,
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    body: '{"code":20429}',
  });

  it.each(['get', 'post'] as const)('%s is repeated, for nothing was done', async (method) => {
    const { run, sent } = gatewayWith([limited(), limited()]);
    expect(await run(method)).toBe('done');
    expect(sent).toHaveLength(3);
  });

  it('is given up if Retry-After asks for more than a webhook may wait', async () => {
    const { run, sent } = gatewayWith([limited('1')]);
    expect(await run('post')).toMatchObject({ kind: 'rate_limited', didNothing: true, isPassing: true });
    expect(sent).toHaveLength(1);
  });

  it('is repeated after 60 ms, and then after 120 ms', async () => {
    const { run, clock, sentAtMs } = gatewayWith([limited(), limited()]);
    const startedAtMs = clock.now();
    await run('post');
    expect(sentAtMs.map((atMs) => atMs - startedAtMs)).toEqual([0, 60, 180]);
  });

  it('is given up after three attempts', async () => {
    const { run, sent } = gatewayWith([limited('0'), limited('0'), limited('0'), limited('0')]);
    expect(await run('post')).toMatchObject({ kind: 'rate_limited' });
    expect(sent).toHaveLength(3);
  });
});

describe('a call whose connection', () => {
  it('was refused is repeated, whatever it does', async () => {
    const { run, sent } = gatewayWith([failure('ECONNREFUSED')]);
    expect(await run('post')).toBe('done');
    expect(sent).toHaveLength(2);
  });

  it('broke is repeated if it only reads', async () => {
    const { run, sent } = gatewayWith([failure('ECONNRESET')]);
    expect(await run('get')).toBe('done');
    expect(sent).toHaveLength(2);
  });

  it('broke is repeated if sending it twice does what sending it once does', async () => {
    const { run, sent } = gatewayWith([failure('ECONNRESET')]);
    expect(await run('post', { idempotent: true })).toBe('done');
    expect(sent).toHaveLength(2);
  });

  it('broke is not repeated if it creates: its fate is unknown', async () => {
    const { run, sent } = gatewayWith([failure('ECONNRESET')]);
    expect(await run('post')).toMatchObject({ kind: 'unavailable', didNothing: false, isPassing: true });
    expect(sent).toHaveLength(1);
  });
});

describe("an answer that is not Twilio's", () => {
  it.each([
    [500, '{"code":20500}'],
    [502, '<html>Bad Gateway</html>'],
    [503, ''],
    [200, '<html>Welcome to the hotel</html>'],
  ])('%d %s leaves a creation in doubt, and is repeated for a read', async (status, body) => {
    const answer = { status, headers: {}, body };
    expect(await gatewayWith([answer]).run('post')).toMatchObject({ kind: 'unavailable', didNothing: false });
    expect(await gatewayWith([answer]).run('get')).toBe('done');
  });
});

describe('the deadline', () => {
  it('ends a call that is not answered, and leaves time for the record', async () => {
    const { run, clock } = gatewayWith(['silence']);
    const startedAtMs = clock.now();
    expect(await run('post')).toMatchObject({ kind: 'timed_out', didNothing: false });
    expect(clock.now() - startedAtMs).toBeGreaterThan(WEBHOOK_BUDGET.totalMs - WEBHOOK_BUDGET.reserveMs);
  });

  it('lets nothing out after it has passed', async () => {
    const { run, clock, sent } = gatewayWith([]);
    await clock.advance(WEBHOOK_BUDGET.totalMs);
    expect(await run('post', { useReserve: true })).toMatchObject({ kind: 'unreachable', didNothing: true });
    expect(sent).toHaveLength(0);
  });

  it('keeps the last part for calls that write the record', async () => {
    const withinReserveMs = WEBHOOK_BUDGET.totalMs - WEBHOOK_BUDGET.reserveMs + 1;
    const ordinary = gatewayWith([]);
    await ordinary.clock.advance(withinReserveMs);
    expect(await ordinary.run('post')).toMatchObject({ kind: 'unreachable' });
    const record = gatewayWith([]);
    await record.clock.advance(withinReserveMs);
    expect(await record.run('post', { useReserve: true })).toBe('done');
  });

  it('leaves time to wait for as long as the budget lets one wait, no longer', async () => {
    const { gateway, clock } = gatewayWith([]);
    const waits = Promise.all([gateway.wait(300), gateway.wait(301)]);
    await clock.advance(301);
    expect(await waits).toEqual([true, false]);
    expect(gateway.remainingMs).toBe(WEBHOOK_BUDGET.totalMs - WEBHOOK_BUDGET.reserveMs - 301);
  });

  it('is not waited for, since nothing could be sent after it', async () => {
    const limited = { status: 429, headers: {}, body: '{}' };
    const late = gatewayWith([limited]);
    await late.clock.advance(WEBHOOK_BUDGET.totalMs - 60);
    expect(await late.run('post', { useReserve: true })).toMatchObject({ kind: 'rate_limited' });
    const inTime = gatewayWith([limited]);
    await inTime.clock.advance(WEBHOOK_BUDGET.totalMs - 61);
    expect(await inTime.run('post', { useReserve: true })).toBe('done');
  });
});

describe('an error', () => {
  it.each([
    [
      'the SIDs of its path',
      { uri: `/Services/IS${'1aF'.repeat(11).slice(0, 32)}/Things` },
      'GET sync.twilio.com/v1/Services/*/Things',
    ],
    ['its parameters', { uri: '/Things', params: { To: '+12025550143' } }, 'GET sync.twilio.com/v1/Things'],
  ])('names the operation without %s', async (_, call, operation) => {
    const { run } = gatewayWith([{ status: 403, headers: {}, body: '{}' }]);
    expect(await run('get', {}, call)).toMatchObject({ operation });
  });
});

describe('the count of calls', () => {
  it('includes repetitions', async () => {
    const { run, gateway } = gatewayWith([failure('ECONNRESET'), { status: 429, headers: {}, body: '{}' }]);
    await run('get');
    expect(gateway.callCount).toBe(3);
  });
});
