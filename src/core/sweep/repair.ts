import { attendOrphan } from '../orphans/attend-orphan';
import { ensureInteraction } from '../routing/ensure-interaction';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import { channelTypeOfAddress } from '../routing-table/channel-type';
import type { TransferFinished } from '../transfer/finish-transfer';
import { finishTransfer } from '../transfer/finish-transfer';
import { resolveHalfMade } from './half-made-outreach';
import type { Suspicion } from './suspect';

/** Does for a suspect what the event would have done that nobody heard. */
export async function repair(
  suspicion: Suspicion,
  ports: RoutingPorts,
): Promise<RoutingOutcome | TransferFinished | { readonly outcome: 'adopted' | 'removed' | 'in_progress' }> {
  if (suspicion.reason === 'transfer_unfinished') return finishTransfer(suspicion.transfer, ports);
  const { conversationSid } = suspicion;
  if (suspicion.reason === 'half_made_outreach')
    return { outcome: await resolveHalfMade(conversationSid, ports) };
  const { reason, message } = suspicion;
  if (reason === 'nobody_serves_it') return attendOrphan({ conversationSid }, ports);
  if (!message) {
    const contact = { conversationSid, isMessage: false, isOpening: false, isScoped: true };
    return ensureInteraction(contact, ports);
  }
  const { author, participantSid } = message;
  const channelType = channelTypeOfAddress(author);
  return ensureInteraction(
    {
      conversationSid,
      isMessage: true,
      isOpening: false,
      isScoped: false,
      author,
      ...(participantSid === undefined ? {} : { participantSid }),
      ...(channelType === undefined ? {} : { channelType }),
    },
    ports,
  );
}
