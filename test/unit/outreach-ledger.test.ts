import type { OutreachLedger } from '../../src/core/outreach/outreach-ledger';
import {
  countMessage,
  EMPTY_LEDGER,
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
  const request = { key: 'r', parameters: 'p', conversationSid };
  const before = rememberOptOut(rememberRequest(count(EMPTY_LEDGER, 'ada', NOW), request, NOW), 'ella', NOW);

  it.each([
    ['hours', DAY_MS + HOUR_MS],
    ['agents', HOUR_MS + 10 * 60_000],
    ['requests', DAY_MS + HOUR_MS],
    ['optedOut', 30 * DAY_MS - (NOW % DAY_MS)],
  ] as const)('is dropped: %s', (part, afterMs) => {
    expect(prune(before, NOW + afterMs - 1)[part]).toEqual(before[part]);
    expect(prune(before, NOW + afterMs)[part]).toEqual({});
  });
});

describe('a ledger that is too large for its Document', () => {
  function full(requests: number, optOuts: number): OutreachLedger {
    let ledger = count(EMPTY_LEDGER, 'ada', NOW);
    for (let index = 0; index < requests; index++) {
      const request = { key: `request-${index}`, parameters: 'p'.repeat(20), conversationSid };
      ledger = rememberRequest(ledger, request, NOW + index * HOUR_MS);
    }
    for (let index = 0; index < optOuts; index++) {
      ledger = rememberOptOut(ledger, `customer-${index}-of-many`, NOW + index * DAY_MS);
    }
    return ledger;
  }

  it('forgets the oldest requests, and no opt-out as long as that is enough', () => {
    const fitting = fit(full(200, 20));
    expect(bytes(fitting)).toBeLessThanOrEqual(15_000);
    expect(fitting.requests).toHaveProperty('request-199');
    expect(fitting.requests).not.toHaveProperty('request-0');
    expect(Object.keys(fitting.optedOut)).toHaveLength(20);
  });

  it('forgets the oldest opt-outs next, and never a count', () => {
    const fitting = fit(full(1, 1_000));
    expect(bytes(fitting)).toBeLessThanOrEqual(15_000);
    expect(fitting.requests).toEqual({});
    expect(fitting.optedOut).toHaveProperty('customer-999-of-many');
    expect(fitting.optedOut).not.toHaveProperty('customer-0-of-many');
    expect(fitting.agents).toHaveProperty('ada');
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
