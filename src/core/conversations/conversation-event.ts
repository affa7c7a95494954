import type { EpochMs } from '../clock';
import type {
  ConversationParticipantSid,
  ConversationServiceSid,
  ConversationSid,
  ScopedWebhookSid,
} from '../sid';

/** What every event tells. */
export interface CommonFields {
  readonly conversationSid: ConversationSid;
  /** The Conversations service that the event comes from. */
  readonly serviceSid?: ConversationServiceSid;
  /** `SDK`, `API`, or the channel that it came in by, such as `SMS`. */
  readonly source: string;
  /** It came by a webhook on this one Conversation: somebody pointed its address at us. */
  readonly isScoped: boolean;
  /** When it happened at the latest, as far as the event tells. */
  readonly occurredAtMs?: EpochMs | undefined;
  /** An earlier attempt to deliver it failed. */
  readonly isRetry: boolean;
  /** It came by Event Streams, perhaps hours late. */
  readonly isStreamed?: boolean;
}

export interface ConversationAdded extends CommonFields {
  readonly type: 'onConversationAdded';
  readonly state?: string;
  readonly address?: string;
  readonly businessAddress?: string;
  readonly customerName?: string;
  /** The first message, if the event tells it, as Event Streams does, is an opt-out. */
  readonly isOptOut: boolean;
}

export interface MessageAdded extends CommonFields {
  readonly type: 'onMessageAdded';
  /** Counted from 0 within the Conversation. */
  readonly index: number;
  readonly author?: string;
  readonly participantSid?: ConversationParticipantSid;
  readonly isOptOut: boolean;
  /** The webhook that parking put on the Conversation, if that is how it came. */
  readonly parkWebhookSid?: ScopedWebhookSid | undefined;
}

/** The parameter in the URL of the webhook that parking puts on a Conversation. */
export const PARK_WEBHOOK_PARAMETER = 'parked';

export interface ConversationStateUpdated extends CommonFields {
  readonly type: 'onConversationStateUpdated';
  readonly from?: string;
  readonly to: string;
  /** `API`, `TIMER` or `EVENT`. */
  readonly reason?: string;
}

/** A message could not be delivered because the customer has opted out. */
interface OptedOut extends CommonFields {
  readonly type: 'onDeliveryUpdated';
  readonly participantSid?: ConversationParticipantSid | undefined;
}

/** An event that may bring a Conversation its Interaction, or end it. */
export type RoutableEvent = ConversationAdded | MessageAdded | ConversationStateUpdated;

/** A Conversations webhook that concerns us, its fields checked and named our way. */
export type ConversationEvent =
  RoutableEvent | OptedOut | { readonly type: 'uninteresting'; readonly conversationSid?: undefined };
