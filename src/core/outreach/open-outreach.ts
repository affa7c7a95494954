import type { Invocation } from '../endpoints/endpoint';
import { openRouting } from '../routing/open-routing';
import { SyncDocuments } from '../twilio/sync-documents';
import { Workers } from '../twilio/workers';
import type { OutreachPorts } from './outreach';
import { OutreachClaims } from './outreach-claims';
import { OutreachGuard } from './outreach-guard';

/**
 * Opens the ports of one invocation; nothing is called yet.
 *
 * @throws ConfigurationError if the routing table is missing or wrong
 */
export function openOutreach(invocation: Invocation): OutreachPorts {
  const { settings, platform, gateway, invocationId } = invocation;
  const { clock, ledgerMemory } = platform;
  const documents = new SyncDocuments(gateway, settings.syncServiceSid);
  return {
    ...openRouting(invocation),
    workers: new Workers(gateway, settings.workspaceSid),
    guard: new OutreachGuard(documents, clock, ledgerMemory, settings.authToken),
    claims: new OutreachClaims(documents, clock, invocationId),
  };
}
