import type { Nets } from './burst';
import { runBurst } from './burst';
import { IS_FULL, report } from './report';

const TIMEOUT_MS = IS_FULL ? 30 * 60_000 : 60_000;
/** All have been served long before. */
const FOR_MS = 6 * 60_000;
const BURST = IS_FULL ? { conversations: 1_000, withinMs: 10_000 } : { conversations: 150, withinMs: 1_500 };
const STEADY = { conversations: IS_FULL ? 200 : 40, withinMs: 20_000 };

describe('a burst of new Conversations against the limits of Twilio', () => {
  it.each<Nets>(['webhooks and Event Streams', 'webhooks and sweep'])(
    'with %s every one has exactly one Interaction in the end',
    async (nets) => {
      const result = await runBurst({ ...BURST, nets, forMs: FOR_MS });
      report(`burst ${nets}`, [result]);
      expect(result).toMatchObject({ routed: BURST.conversations, twice: 0, never: 0 });
    },
    TIMEOUT_MS,
  );

  it(
    'with webhooks alone nobody gets two, and some get none',
    async () => {
      const result = await runBurst({ ...BURST, nets: 'webhooks alone', forMs: FOR_MS });
      report('burst webhooks alone', [result]);
      expect(result.twice).toBe(0);
      expect(result.never).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});

describe('webhooks that are lost at random', () => {
  it.each<[Nets, number]>([
    ['webhooks and Event Streams', 0.1],
    ['webhooks and Event Streams', 0.5],
    ['webhooks and Event Streams', 1],
    ['webhooks and sweep', 0.1],
    ['webhooks and sweep', 0.5],
    ['webhooks and sweep', 1],
  ])(
    'with %s nobody is lost if %d of them are',
    async (nets, lost) => {
      const result = await runBurst({ ...STEADY, nets, lost, forMs: FOR_MS });
      report(`lost ${lost} ${nets}`, [result]);
      expect(result).toMatchObject({ routed: STEADY.conversations, twice: 0, never: 0 });
    },
    TIMEOUT_MS,
  );
});
