/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Time as the product sees it, so that tests can drive it. */
export interface Clock {
  now(): EpochMs;
  /** Runs a function once after a delay in milliseconds, unless the returned function is called before. */
  schedule(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(delayMs, resolve);
  });
}
