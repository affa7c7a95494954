import type { OutreachLedger } from '../../src/core/outreach/outreach-ledger';
import {
  countMessage,
  EMPTY_LEDGER,
  findRequest,
  fit,
  parseLedger,
  prune,
  rememberOptOut,
  rememberRequest,
} from '../../src/core/outreach/outreach-ledger';
import type { ConversationSid } from '../../src/core/sid';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = 500_000 * HOUR_MS;
const CEILINGS = { perAgentPerHour: 2, perDay: 3 };
const conversationSid = `CH${'1'.repeat(32)}` as ConversationSid;

function count(ledger: OutreachLedger, agent: string, now: number): OutreachLedger {
  const counted = countMessage(prune(ledger, now), agent, CEILINGS, now);
  if (!('ledger' in counted)) throw new Error(`refused for ${counted.retryAfterSeconds} s`);
  return counted.ledger;
}

const bytes = (ledger: OutreachLedger) => Buffer.byteLength(JSON.stringify(ledger));

describe('a ceiling', () => {
  it('of an agent is over when the oldest ten minutes have left the hour', () => {
    const two = count(count(EMPTY_LEDGER, 'ada', NOW), 'ada', NOW + 30 * 60_000);
    const end = NOW + 70 * 60_000;
    for (const now of [NOW + 30 * 60_000, end - 1_000])
      expect(countMessage(prune(two, now), 'ada', CEILINGS, now)).toEqual({
        retryAfterSeconds: (end - now) / 1_000,
      });
    expect(count(two, 'ada', end).agents.ada).toEqual({
      [NOW / 600_000 + 3]: 1,
      [end / 600_000]: 1,
    });
  });

  it('of the day counts all agents together, and of two ceilings the longer wait is told', () => {
    const three = count(count(count(EMPTY_LEDGER, 'ada', NOW), 'ada', NOW), 'grace', NOW);
    expect(countMessage(three, 'joan', CEILINGS, NOW)).toEqual({ retryAfterSeconds: 25 * 3_600 });
    expect(countMessage(three, 'ada', CEILINGS, NOW)).toEqual({ retryAfterSeconds: 25 * 3_600 });
  });

  it('of nothing refuses the first message', () => {
    const refused = countMessage(EMPTY_LEDGER, 'ada', { perAgentPerHour: 0, perDay: 3 }, NOW);
    expect(refused).toEqual({ retryAfterSeconds: 70 * 60 });
  });
});

describe('what no window needs any more', () => {
  const request = { key: 'r', parameters: 'p', conversationSid, untilMs: NOW + 60_000 };
  const before = rememberOptOut(rememberRequest(count(EMPTY_LEDGER, 'ada', NOW), request), 'ella', NOW);

  it.each([
    ['hours', DAY_MS + HOUR_MS],
    ['agents', HOUR_MS + 10 * 60_000],
    ['requests', 60_000],
    ['optedOut', 30 * DAY_MS - (NOW % DAY_MS)],
  ] as const)('is dropped: %s', (part, afterMs) => {
    expect(prune(before, NOW + afterMs - 1)[part]).toEqual(before[part]);
    expect(prune(before, NOW + afterMs)[part]).toEqual(EMPTY_LEDGER[part]);
  });
});

describe('a ledger that is too large for its Document', () => {
  function full(requests: number, optOuts: number): OutreachLedger {
    let ledger = count(EMPTY_LEDGER, 'ada', NOW);
    for (let index = 0; index < requests; index++) {
      const untilMs = NOW + index * HOUR_MS;
      const request = { key: `request-${index}`, parameters: 'p'.repeat(20), conversationSid, untilMs };
      ledger = rememberRequest(ledger, request);
    }
    for (let index = 0; index < optOuts; index++) {
      ledger = rememberOptOut(ledger, `customer-${index}-of-many`, NOW + index * DAY_MS);
    }
    return ledger;
  }

  it('forgets the oldest requests, no more than it has to, and no opt-out as long as that is enough', () => {
    const ledger = full(200, 20);
    const fitting = fit(ledger);
    const kept = fitting.requests.length;
    expect(kept).toBeGreaterThan(100);
    expect(fitting).toEqual({ ...ledger, requests: ledger.requests.slice(-kept) });
    expect(bytes(fitting)).toBeLessThanOrEqual(15_000);
    expect(bytes({ ...ledger, requests: ledger.requests.slice(-kept - 1) })).toBeGreaterThan(15_000);
  });

  it('forgets the oldest opt-outs next, and never a count nor the newest request', () => {
    const ledger = full(2, 1_000);
    const fitting = fit(ledger);
    expect(bytes(fitting)).toBeLessThanOrEqual(15_000);
    expect(fitting.requests).toEqual(ledger.requests.slice(-1));
    const kept = Object.entries(fitting.optedOut);
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).toEqual(Object.entries(ledger.optedOut).slice(-kept.length));
    expect(fitting.agents).toEqual(ledger.agents);
  });

  it('keeps what was written last, though all that it holds is of the same moment', () => {
    let ledger = EMPTY_LEDGER;
    for (let index = 0; index < 400; index++) {
      const request = { key: `request-${index}`, parameters: 'p', conversationSid, untilMs: NOW };
      ledger = fit(rememberRequest(ledger, request));
      expect(findRequest(ledger, request.key)).toEqual(request);
    }
    const kept = ledger.requests.length;
    expect(ledger.requests.map(([key]) => key)).toEqual(
      Array.from({ length: kept }, (_, index) => `request-${400 - kept + index}`),
    );
    for (let index = 0; index < 1_000; index++) {
      ledger = fit(rememberOptOut(ledger, `customer-${index}-of-many`, NOW));
      expect(ledger.optedOut).toHaveProperty(`customer-${index}-of-many`);
    }
    const [oldest = ''] = Object.keys(ledger.optedOut);
    expect(oldest).not.toBe('customer-0-of-many');
    ledger = fit(rememberOptOut(rememberOptOut(ledger, oldest, NOW), 'customer-1000-of-many', NOW));
    expect(ledger.optedOut).toHaveProperty(oldest);
  });

  it('has a request once, as it is now', () => {
    const before = { key: 'r', parameters: 'p', conversationSid, untilMs: NOW };
    const now = { ...before, conversationSid: `CH${'2'.repeat(32)}` as ConversationSid };
    const other = { ...before, key: 's' };
    const ledger = [before, other, now].reduce((so, one) => rememberRequest(so, one), EMPTY_LEDGER);
    expect(ledger.requests).toHaveLength(2);
    expect(['r', 's', 't'].map((key) => findRequest(ledger, key))).toEqual([now, other, undefined]);
  });

  it('stays as it is if there are only counts', () => {
    const agents = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`agent-${index}`, { '3000000': 1 }]),
    );
    const ledger = { ...EMPTY_LEDGER, agents };
    expect(fit(ledger)).toEqual(ledger);
  });

  it('that fits loses nothing', () => {
    const ledger = full(10, 10);
    expect(fit(ledger)).toBe(ledger);
  });
});

it('what is no ledger is not read as one', () => {
  expect(parseLedger(EMPTY_LEDGER)).toEqual(EMPTY_LEDGER);
  expect(parseLedger({ ...EMPTY_LEDGER, hours: { a: 'many' } })).toBeUndefined();
  expect(parseLedger(undefined)).toBeUndefined();
});

it('a ledger whose requests cannot be read still counts', () => {
  const counted = count(EMPTY_LEDGER, 'ada', NOW);
  // As they were before they were a list.
  expect(parseLedger({ ...counted, requests: { key: ['parameters', conversationSid, 1] } })).toEqual(counted);
});
