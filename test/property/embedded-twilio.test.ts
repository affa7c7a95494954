import fc from 'fast-check';
import { inconsistenciesOf } from './consistency';
import type { RandomOperation } from './random-operations';
import { newRandomWorld, OPERATION_NAMES, perform } from './random-operations';

/** The long form, by `TWILIO_OPERATIONS=100000`; what runs by default is seeded. */
const OPERATIONS = Number(process.env.TWILIO_OPERATIONS ?? 5_000);
const SEED = Number(process.env.TWILIO_SEED ?? 20_260_105);
const MOST_OPERATIONS_PER_RUN = 250;

const number = fc.nat({ max: 9_999 });
const operation: fc.Arbitrary<RandomOperation> = fc.record({
  name: fc.constantFrom(...OPERATION_NAMES, 'receive', 'updateReservation', 'createInteraction'),
  a: number,
  b: number,
  c: number,
});

describe('an embedded Twilio', () => {
  it('stays consistent under random operations, and answers none with a 500', async () => {
    const statuses = new Map<string, Set<number>>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { minLength: 1, maxLength: MOST_OPERATIONS_PER_RUN, size: 'max' }),
        async (operations) => {
          const world = newRandomWorld();
          for (const [index, one] of operations.entries()) {
            const answer = await perform(world, one);
            if (answer) {
              const known = statuses.get(one.name) ?? new Set();
              statuses.set(one.name, known.add(answer.status));
              if (answer.status >= 500) throw new Error(`${one.name}: ${JSON.stringify(answer.body)}`);
              if (answer.status >= 400) expect(answer.body).toMatchObject({ status: answer.status });
            }
            if (index % 10 === 0) expect(inconsistenciesOf(world.twilio)).toEqual([]);
          }
          expect(inconsistenciesOf(world.twilio)).toEqual([]);
        },
      ),
      // Half of the most on average.
      { seed: SEED, numRuns: Math.ceil((2 * OPERATIONS) / MOST_OPERATIONS_PER_RUN) },
    );
    // Operations that are always refused would prove nothing.
    const alwaysRefused = [...statuses].filter(([, seen]) => Math.min(...seen) >= 400).map(([name]) => name);
    expect(alwaysRefused).toEqual([]);
  }, 600_000);
});
