import type { StoredConversation } from './conversation-store';
import type { ConversationState, MessagingBinding } from './entities';

export interface NewConversation {
  readonly serviceSid?: string;
  readonly friendlyName?: string | undefined;
  readonly uniqueName?: string | undefined;
  readonly attributes?: string | undefined;
  readonly state?: ConversationState | undefined;
  readonly messagingServiceSid?: string | undefined;
  readonly timers?: StoredConversation['timers'];
  /** Whose message began it, for the events of auto-creation. */
  readonly begunBy?: {
    readonly address: string;
    readonly businessAddress: string;
    readonly body: string;
    readonly group?: readonly string[];
  };
}

export interface NewParticipant {
  readonly identity?: string | undefined;
  readonly binding?: MessagingBinding | undefined;
  readonly attributes?: string | undefined;
  readonly roleSid?: string | undefined;
}

export interface NewMessage {
  readonly author?: string | undefined;
  readonly body?: string | undefined;
  readonly attributes?: string | undefined;
  readonly contentSid?: string | undefined;
}

export type MessageChanges = Pick<NewMessage, 'author' | 'body' | 'attributes'>;

export interface ParticipantChanges {
  readonly attributes?: string | undefined;
  readonly roleSid?: string | undefined;
  readonly lastReadMessageIndex?: number | undefined;
  readonly lastReadTimestamp?: string | undefined;
}
