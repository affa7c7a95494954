import type { Clock } from '../clock';
import type { RoutingRecords } from '../routing-record/routing-records';
import type { RoutingTable } from '../routing-table/routing-table';
import type { Settings } from '../settings';
import type { Conversations } from '../twilio/conversations';
import type { TwilioGateway } from '../twilio/gateway';
import type { Interactions } from '../twilio/interactions';
import type { ConversationTasks } from '../twilio/conversation-tasks';

/** All that the routing of a Conversation needs of the world outside. */
export interface RoutingPorts {
  readonly settings: Settings;
  readonly table: RoutingTable;
  readonly clock: Clock;
  readonly gateway: TwilioGateway;
  readonly records: RoutingRecords;
  readonly conversations: Conversations;
  readonly interactions: Interactions;
  readonly tasks: ConversationTasks;
}
