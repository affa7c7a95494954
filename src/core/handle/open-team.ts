import type { Invocation } from '../endpoints/endpoint';
import { InviteBook } from '../invites/invite-book';
import { DepartureLock } from '../leave/departure-lock';
import { openRouting } from '../routing/open-routing';
import { SyncDocuments } from '../twilio/sync-documents';
import type { TeamPorts } from './team-ports';

/**
 * Opens the ports of one invocation; nothing is called yet.
 *
 * @throws ConfigurationError if the routing table is missing or wrong
 */
export function openTeam(invocation: Invocation): TeamPorts {
  const { settings, platform, gateway, invocationId } = invocation;
  const documents = new SyncDocuments(gateway, settings.syncServiceSid);
  return {
    ...openRouting(invocation),
    inviteBook: new InviteBook(documents, platform.clock, invocationId),
    departureLock: new DepartureLock(documents, gateway, platform.clock, invocationId),
  };
}
