import fc from 'fast-check';
import type { Strike } from '../../reliability/faulty-platform';
import { FAULTS } from '../../reliability/faulty-platform';

/** When the copies of one delivery arrive, in milliseconds; it is lost if there are none. */
export type Copies = readonly number[];

export interface InvocationWeather {
  /** How long each of its REST calls takes, in milliseconds. */
  readonly latencyMs: number;
  readonly strike?: Strike | undefined;
}

/** What befalls the next deliveries and the next invocations, in turn; whatever comes after has fair weather. */
export interface Weather {
  readonly webhooks: readonly Copies[];
  readonly events: readonly Copies[];
  readonly invocations: readonly InvocationWeather[];
}

export const FAIR_WEATHER: Weather = { webhooks: [], events: [], invocations: [] };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const lostDoubledOrLate = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Copies>([0]) },
  { weight: 2, arbitrary: fc.constant<Copies>([]) },
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(0, 1, 15, 40, 200, 1_200, 6_000, 12_000, 2 * MINUTE_MS), {
      minLength: 1,
      maxLength: 3,
    }),
  },
);

/** A copy that comes hours late proves nothing about how things stand then. */
const streamed = fc.oneof(
  lostDoubledOrLate,
  fc.array(fc.constantFrom(0, 3_000, 20 * MINUTE_MS, 2 * HOUR_MS), { minLength: 1, maxLength: 3 }),
);

const invocation: fc.Arbitrary<InvocationWeather> = fc.record({
  latencyMs: fc.constantFrom(0, 5, 20, 60, 180, 240),
  strike: fc.option(fc.record({ fault: fc.constantFrom(...FAULTS), at: fc.nat(5) }), {
    freq: 4,
    nil: undefined,
  }),
});

/** Rough weather. It shrinks towards fair weather. */
export const anyWeather: fc.Arbitrary<Weather> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(FAIR_WEATHER) },
  {
    weight: 3,
    arbitrary: fc.record({
      webhooks: fc.array(lostDoubledOrLate, { maxLength: 3 }),
      events: fc.array(streamed, { maxLength: 3 }),
      invocations: fc.array(invocation, { maxLength: 4 }),
    }),
  },
);

/** Says what is not fair, shortly. */
export function describeWeather({ webhooks, events, invocations }: Weather): string {
  const parts = [
    ...(webhooks.length > 0 ? [`webhooks ${JSON.stringify(webhooks)}`] : []),
    ...(events.length > 0 ? [`events ${JSON.stringify(events)}`] : []),
    ...invocations.map(
      ({ latencyMs, strike }) => `${latencyMs} ms${strike ? `, call ${strike.at + 1}: ${strike.fault}` : ''}`,
    ),
  ];
  return parts.length === 0 ? '' : ` {${parts.join('; ')}}`;
}
