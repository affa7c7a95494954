import { attendOrphan } from '../orphans/attend-orphan';
import { ensureInteraction } from '../routing/ensure-interaction';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
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
  return ensureInteraction(
    {
      conversationSid,
      isMessage: message !== undefined,
      isOpening: false,
      isScoped: false,
      author: message?.author,
      participantSid: message?.participantSid,
    },
    ports,
  );
}
