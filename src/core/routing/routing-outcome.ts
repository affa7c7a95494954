import type { InviteSid } from '../sid';
import type { InteractionSids } from '../twilio/interactions';
import type { Ignored } from './ignored';

/** How a Conversation came to have its Interaction: made now, made before, or brought back to an agent. */
export const ROUTED_OUTCOMES = [
  'routed',
  'already_routed',
  'resumed',
  'rerouted',
  'reinvited',
  'adopted',
] as const;

/**
 * The Conversation has its Interaction: made now, made before, or brought back to an agent.
 */
export interface Routed extends Partial<InteractionSids> {
  readonly outcome: (typeof ROUTED_OUTCOMES)[number];
  readonly inviteSid?: InviteSid;
  /** It was done, but its record could not be written: whoever comes next will find it by its task. */
  readonly recorded?: false;
  /** Twilio refuses the record for good. */
  readonly alert?: true;
}

/** Another delivery is at it. */
export interface InProgress {
  readonly outcome: 'in_progress';
}

/** Given up until an operator has seen to it. */
export interface Failed {
  readonly outcome: 'failed';
  readonly code: number | string;
  /** Whoever gave up may have died before it could call an operator, so everybody who finds it does. */
  readonly alert: true;
}

/** Nobody could be found for the customer: they were told, if there is something to tell, and it was closed. */
export interface ClosedByPolicy {
  readonly outcome: 'closed_by_policy';
  readonly alert?: true;
}

export type RoutingOutcome = Routed | InProgress | Ignored | Failed | ClosedByPolicy;
