/** An Interaction that was begun. */
export interface Reached {
  interactionSid?: string;
  channelSid?: string;
  conversationSid?: string;
  taskSid?: string;
  /** Only if the first message is not known to be sent; the Interaction stays. */
  messageSent?: false | 'unknown';
  /** An error code of Twilio. */
  messageError?: number;
}

export interface Invited {
  inviteSid: string;
  taskSid?: string;
}

export interface Participant {
  participantSid: string;
  type: 'agent' | 'customer' | 'supervisor' | 'external' | 'unknown';
  workerSid?: string;
  taskSid?: string;
}

export interface Participants {
  participants: Participant[];
}

export interface Added {
  participantSid: string;
}

export interface Parked {
  outcome: 'parked' | 'already_parked';
}

export interface Resumed {
  outcome: 'resumed' | 'already_live';
  inviteSid?: string;
  taskSid?: string;
}

export interface ParkedInteraction {
  conversationSid: string;
  interactionSid: string;
  channelSid: string;
  /** Who parked it. */
  workerSid: string;
  /** ISO 8601. */
  parkedAt: string;
  channelType?: string;
  customerName?: string;
  customerAddress?: string;
}

export interface ParkedList {
  parked: ParkedInteraction[];
  /** Give it back to go on; absent on the last page. */
  cursor?: string;
}

export interface Left {
  outcome: 'left' | 'closed' | 'already_left';
}

export interface Closed {
  outcome: 'closed' | 'already_closed';
}

/** What really became of an Interaction. */
export interface InteractionStatus {
  interactionSid: string;
  channelSid: string;
  conversationSid?: string;
  channelType?: string;
  /** Of the Interaction Channel, as Twilio says. */
  status: string;
  error?: { code: number };
  participants: Participant[];
  pendingInvites: {
    inviteSid?: string;
    taskSid: string;
    status: string;
    to?: string;
    transfer?: 'cold' | 'warm';
  }[];
  endedTransfers: { to: string; by?: string; reason: string }[];
  /** The routing record; `null` if there is none. */
  record: {
    state: 'claimed' | 'routed' | 'parked' | 'resuming' | 'closed' | 'failed' | 'foreign';
    attempt: number;
    code?: string | number;
    taskSid?: string;
    parkedBy?: string;
    parkedAtMs?: number;
  } | null;
}
