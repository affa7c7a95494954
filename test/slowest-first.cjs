const Sequencer = require('@jest/test-sequencer').default;

/** Folders whose tests take longest: begun last, they would keep one worker busy alone. */
const SLOW = /\/test\/(reliability|property)\//;

/** Lets the slow tests begin first, where no earlier run tells how long each takes. */
module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isKnown = sorted.some(({ duration }) => duration !== undefined);
    return isKnown
      ? sorted
      : [...sorted].sort((a, b) => Number(SLOW.test(b.path)) - Number(SLOW.test(a.path)));
  }
};
