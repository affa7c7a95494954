import type { Invocation } from '../endpoints/endpoint';
import { ParkedConversations } from '../park/parked-conversations';
import { RoutingRecords } from '../routing-record/routing-records';
import { openRoutingTable } from '../routing-table/open-routing-table';
import { ChannelParticipants } from '../twilio/channel-participants';
import { ConversationMessages } from '../twilio/conversation-messages';
import { ConversationTasks } from '../twilio/conversation-tasks';
import { Conversations } from '../twilio/conversations';
import { InteractionChannels } from '../twilio/interaction-channels';
import { Interactions } from '../twilio/interactions';
import { Invites } from '../twilio/invites';
import { ScopedWebhooks } from '../twilio/scoped-webhooks';
import { SyncDocuments } from '../twilio/sync-documents';
import type { RoutingPorts } from './routing-ports';

/**
 * Opens the ports of one invocation; nothing is called yet.
 *
 * @throws ConfigurationError if the routing table is missing or wrong
 */
export function openRouting({ settings, platform, gateway, invocationId }: Invocation): RoutingPorts {
  const documents = new SyncDocuments(gateway, settings.syncServiceSid);
  return {
    settings,
    gateway,
    clock: platform.clock,
    table: openRoutingTable(platform),
    records: new RoutingRecords(documents, platform.clock, invocationId),
    conversations: new Conversations(gateway, settings.conversationsServiceSid),
    messages: new ConversationMessages(gateway, settings.conversationsServiceSid),
    interactions: new Interactions(gateway),
    channels: new InteractionChannels(gateway),
    invites: new Invites(gateway),
    participants: new ChannelParticipants(gateway),
    tasks: new ConversationTasks(gateway, settings.workspaceSid),
    parked: new ParkedConversations(documents),
    webhooks: new ScopedWebhooks(gateway, settings.conversationsServiceSid),
  };
}
