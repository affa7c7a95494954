import type { InviteBook } from '../invites/invite-book';
import type { DepartureLock } from '../leave/departure-lock';
import type { RoutingPorts } from '../routing/routing-ports';

/** All that agents who work together need of the world outside. */
export interface TeamPorts extends RoutingPorts {
  readonly inviteBook: InviteBook;
  readonly departureLock: DepartureLock;
}
