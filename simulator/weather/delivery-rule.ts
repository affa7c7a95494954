/**
 * What goes wrong with a webhook on its way:
 * - `doubled`: a second copy comes `delayMs` after the first. `concurrent`: both come at once.
 * - `reordered`: it comes anywhen within `delayMs`, so that a later one may overtake it.
 * - `late`: it comes after `delayMs`. `lost`: it never comes.
 */
export const DELIVERY_FAULTS = ['doubled', 'concurrent', 'reordered', 'late', 'lost'] as const;

export interface DeliveryRule {
  /** E.g. `onMessageAdded`; all events if absent. */
  readonly event?: string;
  readonly kind: (typeof DELIVERY_FAULTS)[number];
  /** How many deliveries it hits; all if absent. */
  readonly times?: number;
  /** How likely it hits, from 0 to 1. */
  readonly probability?: number;
  readonly delayMs?: number;
}
