import { attendOrphan } from '../orphans/attend-orphan';
import { ensureInteraction } from '../routing/ensure-interaction';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import { channelTypeOfAddress } from '../routing-table/channel-type';
import type { Suspicion } from './suspect';

/** Does for a suspect what the event would have done that nobody heard. */
export function repair(
  { conversationSid, reason, message }: Suspicion,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  if (reason === 'nobody_serves_it') return attendOrphan({ conversationSid }, ports);
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
