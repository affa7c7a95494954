/** Conversations resources as Twilio's REST API shows them. */

export type ConversationState = 'initializing' | 'active' | 'inactive' | 'closed';

export interface ConversationEntity {
  readonly sid: string;
  readonly account_sid: string;
  readonly chat_service_sid: string;
  messaging_service_sid: string | null;
  friendly_name: string | null;
  unique_name: string | null;
  attributes: string;
  state: ConversationState;
  date_created: string;
  date_updated: string;
  timers: { date_inactive?: string; date_closed?: string };
  bindings: { email?: { address: string; name: string | null } } | null;
  readonly url: string;
  readonly links: Readonly<Record<string, string>>;
}

export interface MessagingBinding {
  readonly type: string;
  readonly address?: string;
  proxy_address?: string;
  projected_address?: string;
  readonly level?: string;
  readonly name?: string;
}

export interface ParticipantEntity {
  readonly sid: string;
  readonly account_sid: string;
  readonly conversation_sid: string;
  identity: string | null;
  attributes: string;
  messaging_binding: MessagingBinding | null;
  role_sid: string;
  date_created: string;
  date_updated: string;
  readonly url: string;
  last_read_message_index: number | null;
  last_read_timestamp: string | null;
}

export interface MessageEntity {
  readonly sid: string;
  readonly account_sid: string;
  readonly conversation_sid: string;
  readonly index: number;
  author: string;
  body: string | null;
  readonly media: readonly object[] | null;
  attributes: string;
  readonly participant_sid: string | null;
  date_created: string;
  date_updated: string;
  readonly url: string;
  delivery: object | null;
  readonly links: Readonly<Record<string, string>>;
  readonly content_sid: string | null;
}

export interface ScopedWebhookEntity {
  readonly sid: string;
  readonly account_sid: string;
  readonly conversation_sid: string;
  readonly target: string;
  readonly url: string;
  configuration: {
    url?: string;
    method?: string;
    filters?: string[];
    triggers?: string[];
    flow_sid?: string;
    replay_after?: number;
  };
  readonly date_created: string;
  date_updated: string;
}

export interface AddressEntity {
  readonly sid: string;
  readonly account_sid: string;
  readonly type: string;
  readonly address: string;
  friendly_name: string | null;
  address_country: string | null;
  auto_creation: {
    enabled: boolean;
    type: string;
    conversation_service_sid: string | null;
    webhook_url: string | null;
    webhook_method: string | null;
    webhook_filters: string[] | null;
    studio_flow_sid: string | null;
    studio_retry_count: number | null;
  };
  readonly date_created: string;
  date_updated: string;
  readonly url: string;
}

/** The webhooks of a service, or of the whole account. */
export interface WebhookSettings {
  pre_webhook_url: string | null;
  post_webhook_url: string | null;
  method: string;
  filters: string[];
}

/** What became of a message on its way to one participant. */
export interface ReceiptEntity {
  readonly sid: string;
  readonly account_sid: string;
  readonly conversation_sid: string;
  readonly message_sid: string;
  readonly channel_message_sid: string;
  readonly participant_sid: string;
  status: 'sent' | 'delivered' | 'failed';
  error_code: number;
  readonly date_created: string;
  date_updated: string;
  readonly url: string;
}
