import type { Clock } from './clock';

/** How long an invocation may take, and how long it may wait before it repeats a call. */
export interface Budget {
  /** Milliseconds from the start of the invocation to its answer. */
  readonly totalMs: number;
  /** The last milliseconds of the total, kept for writing down what was done. */
  readonly reserveMs: number;
}

/**
 * Conversations webhooks and Event Streams deliveries are given up after 5 s, cold start included.
 *
 * @see https://www.twilio.com/docs/conversations/conversations-webhooks
 */
export const WEBHOOK_BUDGET: Budget = { totalMs: 3_500, reserveMs: 700 };

/**
 * All others may use what the platform gives a Function, less a second: 10 s.
 *
 * @see https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export const LONG_BUDGET: Budget = { totalMs: 9_000, reserveMs: 1_000 };

/** The one deadline of an invocation, handed down to every call it makes. */
export class Deadline {
  readonly #clock: Clock;
  readonly #endsAtMs: number;
  readonly budget: Budget;

  constructor(clock: Clock, budget: Budget) {
    this.#clock = clock;
    this.budget = budget;
    this.#endsAtMs = clock.now() + budget.totalMs;
  }

  /** Milliseconds left for ordinary calls, or, with the reserve, for writing the record. Never negative. */
  remainingMs(withReserve = false): number {
    const end = withReserve ? this.#endsAtMs : this.#endsAtMs - this.budget.reserveMs;
    return Math.max(0, end - this.#clock.now());
  }
}
