import { ManualClock } from '../../simulator/kernel/clock';

const START = Date.UTC(2026, 0, 5, 9, 0, 0);

describe('a manual clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = new ManualClock(START);
    const run = jest.fn();
    clock.schedule(10, run);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(clock.now()).toBe(START);
    expect(run).not.toHaveBeenCalled();
    await clock.advance(10);
    expect(clock.now()).toBe(START + 10);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('runs what is due in the order of time, and what is due at once in the order of scheduling', async () => {
    const clock = new ManualClock();
    const order: string[] = [];
    for (const [name, ms] of Object.entries({ c: 30, a: 10, b1: 20, b2: 20, late: 41, b3: 20 })) {
      clock.schedule(ms, () => order.push(name));
    }
    await clock.advance(40);
    expect(order).toEqual(['a', 'b1', 'b2', 'b3', 'c']);
    await clock.advance(1);
    expect(order.at(-1)).toBe('late');
  });

  it('keeps that order among many timers', async () => {
    const clock = new ManualClock();
    const times = Array.from({ length: 500 }, (_, index) => (index * 7919) % 503);
    const seen: number[] = [];
    for (const ms of times) clock.schedule(ms, () => seen.push(ms));
    await clock.advance(1_000);
    expect(seen).toEqual([...times].sort((a, b) => a - b));
  });

  it('shows each timer its own time, and runs timers that timers set within the same advance', async () => {
    const clock = new ManualClock(START);
    const seen: [string, number][] = [];
    const note = (name: string) => seen.push([name, clock.now() - START]);
    clock.schedule(10, () => {
      note('first');
      clock.schedule(5, () => {
        note('nested');
        clock.schedule(0, () => note('nested twice'));
        clock.schedule(100, () => note('too late'));
      });
    });
    clock.schedule(12, () => note('second'));
    await clock.advance(20);
    expect(seen).toEqual([
      ['first', 10],
      ['second', 12],
      ['nested', 15],
      ['nested twice', 15],
    ]);
    expect(clock.nextDueInMs).toBe(95);
  });

  it('lets promises come to their end between two moments', async () => {
    const clock = new ManualClock(START);
    const waits: number[] = [];
    const wait = (ms: number) => new Promise<void>((resolve) => clock.schedule(ms, resolve));
    void (async () => {
      for (const ms of [10, 20, 30]) {
        await wait(ms);
        waits.push(clock.now() - START);
      }
    })();
    await clock.advance(60);
    expect(waits).toEqual([10, 30, 60]);
  });

  it('runs nothing that was canceled, not even by a timer of the same moment', async () => {
    const clock = new ManualClock();
    const run = jest.fn();
    clock.schedule(5, () => {
      cancelSecond();
    });
    const cancelSecond = clock.schedule(5, run);
    const cancelThird = clock.schedule(1, run);
    cancelThird();
    cancelThird();
    expect(clock.nextDueInMs).toBe(5);
    await clock.advance(10);
    expect(run).not.toHaveBeenCalled();
    expect(clock.nextDueInMs).toBeUndefined();
  });

  it('treats a delay below zero as none, and never goes back', async () => {
    const clock = new ManualClock(START);
    const seen: number[] = [];
    clock.schedule(0, () => seen.push(1));
    clock.schedule(-50, () => seen.push(2, clock.now()));
    await clock.advance(0);
    expect(seen).toEqual([1, 2, START]);
  });
});
