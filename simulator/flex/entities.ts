import type { StoredConversation } from '../conversations/conversation-store';
import type { StoredTask } from '../taskrouter/workspace';
import type { RoutingInput } from './input-schemas';

export type ChannelStatus = 'setup' | 'active' | 'failed' | 'closed' | 'inactive' | 'pause' | 'transfer';
export type InitiatedBy = 'customer' | 'agent' | 'api';

/** What a REST answer says of a task: https://www.twilio.com/docs/flex/developer/conversations/interactions-api#response */
export type RoutingBody = {
  readonly reservation: null;
  readonly properties: Readonly<Record<string, unknown>>;
} | null;

interface InteractionEntity {
  readonly sid: string;
  readonly channel: { readonly type: string; readonly sid: string };
  routing: RoutingBody;
  readonly interaction_context_sid: string | null;
  webhook_ttid: string | null;
  readonly url: string;
  readonly links: Readonly<Record<string, string>>;
}

interface ChannelEntity {
  readonly sid: string;
  readonly type: string;
  readonly interaction_sid: string;
  status: ChannelStatus;
  error_code: number | null;
  error_message: string | null;
  readonly url: string;
  readonly links: Readonly<Record<string, string>>;
}

interface InviteEntity {
  readonly sid: string;
  readonly interaction_sid: string;
  readonly channel_sid: string;
  readonly routing: RoutingBody;
  readonly url: string;
}

export interface ChannelParticipantEntity {
  readonly sid: string;
  readonly type: string;
  readonly interaction_sid: string;
  readonly channel_sid: string;
  readonly url: string;
  readonly routing_properties: {
    readonly task_sid: string;
    readonly worker_sid: string;
    readonly reservation_sid: string;
  } | null;
}

export interface StoredInvite {
  readonly entity: InviteEntity;
  /** As it was given. */
  readonly routing: RoutingInput;
  readonly task: StoredTask;
}

export interface StoredChannelParticipant {
  readonly entity: ChannelParticipantEntity;
  /** Agents who have left stay listed. */
  hasLeft: boolean;
}

/** An Interaction with its one Channel. */
export interface StoredInteraction {
  readonly entity: InteractionEntity;
  readonly channel: ChannelEntity;
  readonly initiatedBy: InitiatedBy;
  readonly workspaceSid: string;
  conversation: StoredConversation | undefined;
  readonly tasks: Set<StoredTask>;
  readonly invites: StoredInvite[];
  readonly participants: StoredChannelParticipant[];
  cancelExpiry: () => void;
}
