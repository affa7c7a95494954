/** What the console page shows; the types that its server and its browser share. */

export interface MessageView {
  readonly index: number;
  readonly side: 'customer' | 'agent' | 'system';
  readonly author: string;
  readonly body: string;
  readonly at: string;
  /** Of its delivery to people outside, e.g. `delivered`, or `failed 63016`. */
  readonly delivery: string | null;
}

export interface ConversationView {
  readonly sid: string;
  readonly state: string;
  /** Everybody outside: addresses, or the identity of a chat. */
  readonly customers: readonly string[];
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
  readonly customerName: string;
  readonly channelType: string;
  readonly sinceMs: number;
}

export interface AgentView {
  readonly sid: string;
  readonly name: string;
  readonly activity: string;
  readonly available: boolean;
  /** What a plugin in their Flex sends to Functions. */
  readonly token: string;
  readonly reservations: readonly ReservationView[];
}

export interface TaskView {
  readonly sid: string;
  readonly status: string;
  readonly queue: string;
  readonly from: string;
  readonly channelType: string;
  /** Who is offered it, or has it. */
  readonly worker: string | null;
  readonly createdAtMs: number;
  /** When it is canceled if nobody has accepted it by then. */
  readonly expiresAtMs: number;
}

export interface QueueView {
  readonly sid: string;
  readonly name: string;
  readonly waiting: number;
  readonly withAgents: number;
  readonly availableAgents: number;
}

/** An Interaction whose agent has paused it. */
interface PausedView {
  readonly interactionSid: string;
  readonly customer: string;
}

export interface Snapshot {
  readonly nowMs: number;
  readonly businessAddresses: readonly { readonly address: string; readonly type: string }[];
  readonly activities: readonly string[];
  readonly conversations: readonly ConversationView[];
  readonly agents: readonly AgentView[];
  readonly queues: readonly QueueView[];
  readonly tasks: readonly TaskView[];
  readonly paused: readonly PausedView[];
  /** Where the buttons of a plugin reach the Functions; without it the desks have none. */
  readonly functionsUrl: string | null;
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

interface OfReservation {
  readonly agentSid: string;
  readonly reservationSid: string;
}

/** What the page may ask for, each by `POST /api/{name}` with a JSON body. */
export interface Commands {
  readonly write: {
    readonly from: string;
    readonly to: string;
    readonly body: string;
    readonly name?: string;
    /** The other recipients of a group MMS. */
    readonly others?: readonly string[];
  };
  readonly chat: { readonly identity: string; readonly body: string; readonly name?: string };
  readonly reply: { readonly agentSid: string; readonly conversationSid: string; readonly body: string };
  readonly activity: { readonly agentSid: string; readonly name: string };
  readonly accept: OfReservation;
  readonly reject: OfReservation;
  readonly complete: OfReservation;
  readonly leave: OfReservation;
  readonly pause: OfReservation;
  readonly resume: { readonly agentSid: string; readonly interactionSid: string };
}
