import type { DeliveryRequest, DeliveryWeather } from '../kernel/deliveries';
import { seededRandom } from '../kernel/faults';
import type { DeliveryRule } from './delivery-rule';

const USUAL_DELAY_MS = 1_500;

/** Weather by rules; the first rule that hits a delivery decides. */
export class DeliveryFaults implements DeliveryWeather {
  readonly rules: readonly DeliveryRule[];
  readonly #hits = new Map<DeliveryRule, number>();
  readonly #random: () => number;

  constructor(rules: readonly DeliveryRule[], seed = 1) {
    this.rules = rules;
    this.#random = seededRandom(seed);
  }

  /** The rules that may still hit. */
  get activeRules(): DeliveryRule[] {
    return this.rules.filter((rule) => rule.times === undefined || (this.#hits.get(rule) ?? 0) < rule.times);
  }

  copies({ title }: DeliveryRequest): readonly number[] {
    const rule = this.rules.find((one) => this.#isHit(one, title));
    if (!rule) return [0];
    const { kind, delayMs = USUAL_DELAY_MS } = rule;
    switch (kind) {
      case 'doubled':
        return [0, delayMs];
      case 'concurrent':
        return [0, 0];
      case 'reordered':
        return [Math.floor(this.#random() * delayMs)];
      case 'late':
        return [delayMs];
      case 'lost':
        return [];
    }
  }

  #isHit(rule: DeliveryRule, title: string): boolean {
    if (rule.event !== undefined && rule.event !== title) return false;
    const hits = this.#hits.get(rule) ?? 0;
    if (rule.times !== undefined && hits >= rule.times) return false;
    if (rule.probability !== undefined && this.#random() >= rule.probability) return false;
    this.#hits.set(rule, hits + 1);
    return true;
  }
}
