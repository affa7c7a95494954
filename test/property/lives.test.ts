import { IS_FULL, report, SEED } from '../reliability/report';
import { Life } from './lives/life';

const LIVES = Number(process.env.LIVES ?? (IS_FULL ? 1_000 : 10));
const TIMEOUT_MS = 30_000 + LIVES * 2_000;

describe('in whole lives, from the first message on and over days, whatever agents and weather do', () => {
  it(
    'no Conversation is open with nobody for longer than the sweep needs, and none with a live task is closed by us',
    async () => {
      let steps = 0;
      const unhappy: object[] = [];
      for (let index = 0; index < LIVES; index++) {
        const life = new Life(SEED + index);
        const broken = await life.play();
        steps += life.story.length;
        if (broken.length > 0) unhappy.push({ seed: SEED + index, broken, story: life.story });
      }
      report(`lives-${SEED}`, [{ lives: LIVES, seed: SEED, steps, unhappy: unhappy.length }]);
      expect(unhappy).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
