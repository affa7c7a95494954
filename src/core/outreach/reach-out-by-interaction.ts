import { countOrRefuse } from './count-or-refuse';
import { sendFirstMessage } from './first-message';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { reachOutOnce } from './reach-out-once';
import { refuseIfNotAvailable } from './refuse-if-not-available';

/** An agent's outreach for which Twilio makes the Conversation, for no address pair could claim it. */
interface OutreachByInteraction extends Outreach {
  /** In Twilio's own form, without `initiated_by`. */
  readonly channel: object;
  /** Customers who may be in one open Conversation only. */
  readonly identities: readonly string[];
}

/**
 * Begins an Interaction of an agent whose Conversation Twilio makes.
 *
 * @throws ApiError for everything that a caller can understand
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export function reachOutByInteraction(
  outreach: OutreachByInteraction,
  ports: OutreachPorts,
): Promise<Reached> {
  const { caller, request, identities, channel, routing } = outreach;
  return reachOutOnce(
    {
      request,
      caller,
      identities,
      async checkOrRefuse() {
        await refuseIfNotAvailable(caller, ports);
        // Its own claim answers it again; elsewhere its `requestId` has to be known.
        await countOrRefuse(outreach, outreach.hasRequestId ? { request } : {}, ports);
      },
      create: () => ports.interactions.createForAgent(channel, routing),
      sendFirstMessage: (conversationSid) => sendFirstMessage({ conversationSid }, outreach, ports),
    },
    ports,
  );
}
