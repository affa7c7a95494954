/** What the console page shows; the types that its server and its browser share. */

export interface MessageView {
  readonly index: number;
  readonly side: 'customer' | 'agent' | 'system';
  readonly author: string;
  readonly body: string;
  readonly at: string;
}

export interface ConversationView {
  readonly sid: string;
  readonly state: string;
  readonly customer: string;
  readonly business: string;
  readonly channelType: string;
  readonly messages: readonly MessageView[];
  readonly interactionSid: string | null;
  /** Of the Interaction Channel, e.g. `active`. */
  readonly channelStatus: string | null;
  /** Of the routing record, e.g. `routed`. */
  readonly record: string | null;
}

export interface ReservationView {
  readonly sid: string;
  readonly status: string;
  readonly taskSid: string;
  readonly taskStatus: string;
  readonly conversationSid: string | null;
  readonly from: string;
  readonly channelType: string;
}

export interface AgentView {
  readonly sid: string;
  readonly name: string;
  readonly activity: string;
  readonly available: boolean;
  readonly reservations: readonly ReservationView[];
}

export interface TaskView {
  readonly sid: string;
  readonly status: string;
  readonly queue: string;
  readonly from: string;
  readonly ageSeconds: number;
}

export interface Snapshot {
  readonly businessAddresses: readonly { readonly address: string; readonly type: string }[];
  readonly activities: readonly string[];
  readonly conversations: readonly ConversationView[];
  readonly agents: readonly AgentView[];
  readonly tasks: readonly TaskView[];
}

export interface TimelineView {
  readonly id: number;
  readonly atMs: number;
  readonly kind: 'rest' | 'webhook' | 'person' | 'twilio';
  readonly title: string;
  readonly ms?: number;
  readonly status?: number;
  readonly outcome?: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the page may ask for, each by `POST /api/{name}` with a JSON body. */
export interface Commands {
  readonly write: { readonly from: string; readonly to: string; readonly body: string };
  readonly reply: { readonly agentSid: string; readonly conversationSid: string; readonly body: string };
  readonly activity: { readonly agentSid: string; readonly name: string };
  readonly accept: { readonly agentSid: string; readonly reservationSid: string };
  readonly reject: { readonly agentSid: string; readonly reservationSid: string };
  readonly complete: { readonly agentSid: string; readonly reservationSid: string };
}
