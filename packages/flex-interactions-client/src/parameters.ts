/** Task attributes of your own. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What every call may have. */
export interface Repeatable {
  /**
   * Of your choice, repeated in errors and in the log; the client makes one if it is absent. Where something is made, the
   * same one again within a day is the same request.
   */
  requestId?: string;
}

/** Names one Interaction: by the task of an agent, by its Channel, or by its Conversation. */
export type Handle =
  { taskSid: string } | { interactionSid: string; channelSid: string } | { conversationSid: string };

/** Whom an Invite is for. */
export type Target = { workerSid: string } | { queueSid: string } | { workflowSid: string };

interface Click extends Repeatable {
  customerName?: string;
  attributes?: Attributes;
}

export interface ClickToSms extends Click {
  /** A telephone number with its country code. */
  to: string;
  body?: string;
  from?: string;
}

export interface ClickToWhatsapp extends Click {
  to: string;
  /** A template. */
  contentSid: string;
  contentVariables?: Attributes;
  from?: string;
}

export interface ClickToEmail extends Click {
  to: string | readonly string[];
  subject: string;
  cc?: string | readonly string[];
  bcc?: string | readonly string[];
  body?: string;
  from?: string;
}

export interface ClickToChat extends Click {
  identity: string;
  type?: 'chat' | 'web';
  body?: string;
}

interface InviteOptions extends Repeatable {
  attributes?: Attributes;
  priority?: number;
  timeoutSeconds?: number;
  taskChannel?: string;
}

export type Invite = Handle & Target & InviteOptions;
export type Transfer = Invite & { mode: 'cold' | 'warm' };
export type OfInteraction = Handle & Repeatable;
export type Leave = OfInteraction & { ifLast?: 'refuse' | 'close' };

export type AddParticipant = OfInteraction & {
  type: 'customer' | 'supervisor' | 'external' | 'unknown';
  /** In Twilio's own form. */
  mediaProperties: Attributes;
  routingProperties?: Attributes;
};

export interface ListParked extends Repeatable {
  cursor?: string;
}
