import type { Clock } from '../clock';
import type { ParkedConversations } from '../park/parked-conversations';
import type { RoutingRecords } from '../routing-record/routing-records';
import type { RoutingTable } from '../routing-table/routing-table';
import type { Settings } from '../settings';
import type { ChannelParticipants } from '../twilio/channel-participants';
import type { ConversationMessages } from '../twilio/conversation-messages';
import type { ConversationTasks } from '../twilio/conversation-tasks';
import type { Conversations } from '../twilio/conversations';
import type { TwilioGateway } from '../twilio/gateway';
import type { InteractionChannels } from '../twilio/interaction-channels';
import type { Interactions } from '../twilio/interactions';
import type { Invites } from '../twilio/invites';
import type { ScopedWebhooks } from '../twilio/scoped-webhooks';

/** All that the routing of a Conversation needs of the world outside. */
export interface RoutingPorts {
  readonly settings: Settings;
  readonly table: RoutingTable;
  readonly clock: Clock;
  readonly gateway: TwilioGateway;
  readonly records: RoutingRecords;
  readonly conversations: Conversations;
  readonly messages: ConversationMessages;
  readonly interactions: Interactions;
  readonly channels: InteractionChannels;
  readonly invites: Invites;
  readonly participants: ChannelParticipants;
  readonly tasks: ConversationTasks;
  readonly parked: ParkedConversations;
  readonly webhooks: ScopedWebhooks;
}
