import { LONG_BUDGET } from '../deadline';
import type { Webhook } from '../endpoints/webhook-endpoint';
import { attendOrphan } from '../orphans/attend-orphan';
import { ignored } from '../routing/ignored';
import { openRouting } from '../routing/open-routing';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import { followChannelStatus } from './follow-channel-status';
import type { InteractionEvent } from './interaction-event';
import { parseInteractionEvent } from './interaction-event';
import { noteCreatedInteraction } from './note-created-interaction';

/** What happens to Interactions, ours and those of others. */
export const interactionsWebhook: Webhook<InteractionEvent> = {
  url: '/webhooks/interactions',
  budget: LONG_BUDGET,
  parse: parseInteractionEvent,
  describe: ({ type, conversationSid }) => ({ event: type, conversationSid }),
  run: async (event, invocation) =>
    event.type === 'uninteresting'
      ? ignored('uninteresting')
      : runInteractionEvent(event, openRouting(invocation)),
};

async function runInteractionEvent(
  event: Exclude<InteractionEvent, { type: 'uninteresting' }>,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const { conversationSid } = event;
  switch (event.type) {
    case 'onInteractionCreated':
      return noteCreatedInteraction(event, ports);
    case 'onChannelCreateFailed': {
      const { channel, errorCode } = event;
      return attendOrphan({ conversationSid, channel, fate: { status: 'failed', errorCode } }, ports);
    }
    case 'onChannelStatusUpdated':
      return followChannelStatus(event, ports);
    case 'onParticipantLeft':
      return attendOrphan({ conversationSid, channel: event.channel }, ports);
  }
}
