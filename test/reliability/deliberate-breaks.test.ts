import { readFileSync } from 'node:fs';
import path from 'node:path';
import { breakDeliberately, copyProject } from '../../scripts/break-deliberately';
import { ROOT } from '../../scripts/build-functions';
import { DELIBERATE_BREAKS } from '../../scripts/deliberate-breaks';
import { SEED } from './report';

const TIMEOUT_MS = 600_000;
/** All of them take minutes: `npm run break-it`. */
const SAMPLE = 2;
const SLOW = /interleavings|burst/;

describe('deliberate breaks', () => {
  it.each(DELIBERATE_BREAKS.map((one) => [one.breaks, one] as const))(
    'the text that would be replaced is there, once: %s',
    (_, { file, find }) => {
      expect(readFileSync(path.join(ROOT, file), 'utf8').split(find)).toHaveLength(2);
    },
  );

  it(
    'are noticed, those of a sample at least',
    async () => {
      const quick = DELIBERATE_BREAKS.filter(({ test }) => !SLOW.test(test));
      const { folder, remove } = await copyProject();
      for (let index = 0; index < SAMPLE; index++) {
        const one = quick[(SEED + index * 7) % quick.length];
        if (!one) throw new Error('there are no deliberate breaks');
        const { breaks, isNoticed } = await breakDeliberately(one, folder);
        expect({ breaks, isNoticed }).toEqual({ breaks, isNoticed: true });
      }
      await remove();
    },
    TIMEOUT_MS,
  );
});
