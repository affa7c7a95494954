import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import type { FaultRule } from '../../simulator/kernel/faults';
import { Faults, seededRandom } from '../../simulator/kernel/faults';
import { ConnectionError } from '../../simulator/rest-api';
import { basicAuthorization, callRest } from './rest-caller';

const DOCUMENTS = 'https://sync.twilio.com/v1/Services/default/Documents';

function setUp(rule: FaultRule) {
  const clock = new ManualClock();
  const twilio = new EmbeddedTwilio({ clock, seed: 'faults' });
  twilio.faults.add({ operation: 'CreateDocument', ...rule });
  const create = () => callRest(twilio, `POST ${DOCUMENTS}`, { form: { UniqueName: 'one' } });
  const count = () => twilio.sync.findService('default')?.documents.size;
  return { clock, twilio, create, count };
}

describe('which requests a fault rule hits', () => {
  const hits = (faults: Faults, operation: string, requests: number): boolean[] =>
    Array.from({ length: requests }, () => faults.strike(operation) !== undefined);

  it('those of its operation, or all', () => {
    const faults = new Faults();
    faults.add({ operation: 'CreateInteraction', kind: 'status' });
    expect(hits(faults, 'CreateInteraction', 2)).toEqual([true, true]);
    expect(hits(faults, 'FetchInteraction', 2)).toEqual([false, false]);
    faults.add({ kind: 'status' });
    expect(hits(faults, 'FetchInteraction', 1)).toEqual([true]);
  });

  it('as many as it says, after as many as it lets pass', () => {
    const faults = new Faults();
    faults.add({ operation: 'A', kind: 'status', after: 2, times: 2 });
    expect(hits(faults, 'B', 3)).toEqual([false, false, false]);
    expect(hits(faults, 'A', 6)).toEqual([false, false, true, true, false, false]);
    expect(faults.rules).toEqual([]);
  });

  it('as often as it is likely, and the same ones for the same seed', () => {
    const run = (seed: number): boolean[] => {
      const faults = new Faults(seed);
      faults.add({ kind: 'status', probability: 0.25 });
      return hits(faults, 'A', 400);
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    const share = run(1).filter(Boolean).length / 400;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.32);
  });

  it('none once it is taken away, and the first of several rules wins', () => {
    const faults = new Faults();
    const takeAway = faults.add({ kind: 'status' });
    faults.add({ kind: 'refused' });
    expect(faults.strike('A')?.kind).toBe('status');
    takeAway();
    expect(faults.strike('A')?.kind).toBe('refused');
    faults.clear();
    expect(faults.strike('A')).toBeUndefined();
  });

  it('random numbers are spread over 0 to 1', () => {
    const random = seededRandom(7);
    const numbers = Array.from({ length: 1_000 }, random);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(new Set(numbers).size).toBeGreaterThan(990);
  });
});

describe('what a fault does to a request', () => {
  it.each([
    [{ kind: 'status', status: 503 }, 0],
    [{ kind: 'status-after', status: 500 }, 1],
  ] as const)('%j: an error answer, and %d Documents', async (rule, made) => {
    const { create, count } = setUp(rule);
    expect(await create()).toMatchObject({
      status: rule.status,
      body: { code: 20500, status: rule.status, message: expect.any(String) as string },
    });
    expect(count()).toBe(made);
  });

  it.each([
    ['refused', 'ECONNREFUSED', 0],
    ['reset-before', 'ECONNRESET', 0],
    ['reset-after', 'ECONNRESET', 1],
  ] as const)('%s: no answer but %s, and %d Documents', async (kind, code, made) => {
    const { twilio, create, count } = setUp({ kind });
    const error: unknown = await create().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code });
    expect(count()).toBe(made);
    expect(twilio.timeline.entries.at(-1)).toMatchObject({ status: 0, outcome: code });
  });

  it.each([
    ['never-before', 0],
    ['never-after', 1],
  ] as const)('%s: no answer, ever, and %d Documents', async (kind, made) => {
    const { clock, create, count } = setUp({ kind });
    const answered = jest.fn();
    void create().then(answered, answered);
    await clock.advance(3_600_000);
    expect(answered).not.toHaveBeenCalled();
    expect(count()).toBe(made);
  });

  it.each([
    ['slow', 1],
    ['late', 0],
  ] as const)(
    '%s: the answer comes later, and meanwhile there are %d Documents',
    async (kind, madeAtOnce) => {
      const { clock, create, count } = setUp({ kind, delayMs: 2_000 });
      const answered = jest.fn();
      void create().then(answered);
      await clock.advance(1_999);
      expect(answered).not.toHaveBeenCalled();
      expect(count()).toBe(madeAtOnce);
      await clock.advance(1);
      expect(answered).toHaveBeenCalledWith(expect.objectContaining({ status: 201 }));
      expect(count()).toBe(1);
    },
  );

  it('429 says when to come back', async () => {
    const { create } = setUp({ kind: 'status', status: 429, retryAfterSeconds: 3 });
    expect(await create()).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '3' },
      body: { code: 20429 },
    });
  });

  it("a proxy's error page is no JSON", async () => {
    const { twilio } = setUp({ kind: 'status', status: 502, html: true });
    const response = await twilio.request({
      method: 'POST',
      host: 'sync.twilio.com',
      path: '/v1/Services/default/Documents',
      headers: { authorization: basicAuthorization(twilio) },
      body: '',
    });
    expect(response).toMatchObject({ status: 502, headers: { 'Content-Type': 'text/html' } });
    expect(response.body).toMatch(/^<html>/);
  });

  it('spares the operations that it does not name', async () => {
    const { twilio } = setUp({ kind: 'refused' });
    expect((await callRest(twilio, `GET ${DOCUMENTS}`)).status).toBe(200);
  });
});
