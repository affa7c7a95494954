/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** The clock of the embedded Twilio; what is under test may share it. */
export interface SimulatorClock {
  now(): EpochMs;
  /** Runs a function once after a delay in milliseconds, unless the returned function is called before. */
  schedule(delayMs: number, run: () => void): () => void;
  /** Lets simulated time pass, running everything that becomes due, in order. */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly dueAtMs: EpochMs;
  readonly order: number;
  readonly run: () => void;
  isCanceled: boolean;
}

/** Time that stands still until it is advanced: for leases, timeouts and days of simulated life. */
export class ManualClock implements SimulatorClock {
  #nowMs: EpochMs;
  #order = 0;
  /** A binary heap: the timer that is due first is on top. */
  readonly #heap: Timer[] = [];

  constructor(startMs: EpochMs = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.#nowMs = startMs;
  }

  now(): EpochMs {
    return this.#nowMs;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const dueAtMs = this.#nowMs + Math.max(0, delayMs);
    const timer: Timer = { dueAtMs, order: this.#order++, run, isCanceled: false };
    this.#push(timer);
    return () => {
      timer.isCanceled = true;
    };
  }

  /** Milliseconds until the next timer is due; `undefined` if nothing is waiting. */
  get nextDueInMs(): number | undefined {
    const next = this.#peek();
    return next && next.dueAtMs - this.#nowMs;
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (let next = this.#peek(); next && next.dueAtMs <= endMs; next = this.#peek()) {
      this.#pop();
      this.#nowMs = Math.max(this.#nowMs, next.dueAtMs);
      next.run();
      // Timers of one moment run without a pause between them, as they would in one turn of the event loop.
      if (this.#peek()?.dueAtMs !== this.#nowMs) await settle();
    }
    this.#nowMs = endMs;
    await settle();
  }

  #peek(): Timer | undefined {
    while (this.#heap[0]?.isCanceled === true) this.#pop();
    return this.#heap[0];
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(heap[index], heap[parent])) break;
      swap(heap, index, parent);
      index = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (heap.length === 0 || !last) return;
    heap[0] = last;
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = isBefore(heap[right], heap[left]) ? right : left;
      if (!isBefore(heap[child], heap[index])) return;
      swap(heap, index, child);
      index = child;
    }
  }
}

function isBefore(a: Timer | undefined, b: Timer | undefined): boolean {
  if (!a || !b) return false;
  return a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.order < b.order);
}

function swap(heap: Timer[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first && second) [heap[a], heap[b]] = [second, first];
}

/** Node fires longer timers at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Real time; advancing it means waiting. Timers do not keep the process alive. */
export const realClock: SimulatorClock = {
  now: () => Date.now(),
  schedule(delayMs, run) {
    const dueAtMs = Date.now() + delayMs;
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const leftMs = Math.max(0, dueAtMs - Date.now());
      timer = leftMs > LONGEST_TIMER_MS ? setTimeout(arm, LONGEST_TIMER_MS) : setTimeout(run, leftMs);
      timer.unref();
    };
    arm();
    return () => {
      clearTimeout(timer);
    };
  },
  advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}
