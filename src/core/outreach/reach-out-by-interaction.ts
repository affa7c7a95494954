import { reachOutOnce } from './reach-out-once';
import { sendFirstMessage } from './first-message';
import type { Outreach, OutreachPorts, Reached } from './outreach';
import { agentNotAvailable, ceilingsOf } from './reach-out-in';

/** An agent's outreach for which Twilio makes the Conversation, for no address pair could claim it. */
export interface OutreachByInteraction extends Outreach {
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
  const { caller, pair, request, identities, channel, routing } = outreach;
  return reachOutOnce(
    {
      request,
      caller,
      identities,
      async checkOrRefuse() {
        if (!(await ports.workers.isAvailable(caller.workerSid))) throw agentNotAvailable();
        await ports.guard.countOrRefuse({
          workerSid: caller.workerSid,
          pair,
          ceilings: ceilingsOf(ports),
          // Its own claim answers it again; elsewhere its `requestId` has to be known.
          ...(outreach.hasRequestId ? { request } : {}),
        });
      },
      create: () => ports.interactions.createForAgent(channel, routing),
      sendFirstMessage: (conversationSid) => sendFirstMessage(conversationSid, outreach, ports),
    },
    ports,
  );
}
