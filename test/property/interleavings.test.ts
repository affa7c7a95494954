import fc from 'fast-check';
import { IS_FULL, report, SEED } from '../reliability/report';
import { anySurroundings, playStory, stories } from './interleavings/story';

const TIMEOUT_MS = 30 * 60_000;
const STORIES = Number(process.env.INTERLEAVINGS_RUNS ?? (IS_FULL ? 5_000 : 250));

describe('whatever happens, in whatever order, under whatever weather', () => {
  it(
    'nobody has two Interactions, nobody is forgotten, and everybody is answered in time',
    async () => {
      const tally = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(anySurroundings, stories, async (surroundings, commands) => {
          const { broken, steps } = await playStory(surroundings, commands);
          for (const step of steps) tally.set(step, (tally.get(step) ?? 0) + 1);
          expect(broken).toEqual([]);
        }),
        { numRuns: STORIES, seed: SEED },
      );
      report('interleavings', [{ stories: STORIES, seed: SEED, ...Object.fromEntries(tally) }]);
    },
    TIMEOUT_MS,
  );
});
