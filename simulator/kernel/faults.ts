/**
 * What goes wrong with a request:
 * - `status`: an error answer; nothing was done. With `html` its body is a proxy's page.
 * - `status-after`: an error answer although it was done.
 * - `refused`: no connection; nothing was done.
 * - `reset-before`, `reset-after`: the connection breaks before or after it was done.
 * - `never-before`, `never-after`: no answer ever, and it was not done, or was.
 * - `slow`: it is done at once, and answered after `delayMs`. `late`: it is also done after `delayMs` only.
 */
export const FAULT_KINDS = [
  'status',
  'status-after',
  'refused',
  'reset-before',
  'reset-after',
  'never-before',
  'never-after',
  'slow',
  'late',
] as const;

type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRule {
  /** The operation's id in Twilio's specification, e.g. `CreateInteraction`; all operations if absent. */
  readonly operation?: string;
  readonly kind: FaultKind;
  /** How many requests it hits; all if absent. */
  readonly times?: number;
  /** How many requests it lets pass first. */
  readonly after?: number;
  /** How likely it hits, from 0 to 1. */
  readonly probability?: number;
  readonly status?: number;
  readonly code?: number;
  readonly html?: boolean;
  readonly retryAfterSeconds?: number;
  readonly delayMs?: number;
}

interface ActiveRule {
  readonly rule: FaultRule;
  passed: number;
  hits: number;
}

/** The weather between a client and Twilio's REST API. */
export class Faults {
  readonly #active = new Set<ActiveRule>();
  #random: () => number;

  constructor(seed = 1) {
    this.#random = seededRandom(seed);
  }

  get rules(): readonly FaultRule[] {
    return [...this.#active].map(({ rule }) => rule);
  }

  /** Adds a rule; the returned function takes it away again. */
  add(rule: FaultRule): () => void {
    const active = { rule, passed: 0, hits: 0 };
    this.#active.add(active);
    return () => this.#active.delete(active);
  }

  clear(): void {
    this.#active.clear();
  }

  reseed(seed: number): void {
    this.#random = seededRandom(seed);
  }

  /** The rule that hits this request, if one does. */
  strike(operationId: string): FaultRule | undefined {
    for (const active of this.#active) {
      const { rule } = active;
      if (rule.operation !== undefined && rule.operation !== operationId) continue;
      if (active.passed < (rule.after ?? 0)) {
        active.passed += 1;
        continue;
      }
      if (rule.probability !== undefined && this.#random() >= rule.probability) continue;
      active.hits += 1;
      if (rule.times !== undefined && active.hits >= rule.times) this.#active.delete(active);
      return rule;
    }
    return undefined;
  }
}

/** Mulberry32: small, and the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
