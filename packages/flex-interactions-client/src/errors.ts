/** What each code tells beside itself. */
export interface ErrorDetails {
  invalid_request: { readonly fields: Readonly<Record<string, string>> };
  token_missing: undefined;
  token_invalid: undefined;
  not_an_agent: undefined;
  not_your_interaction: undefined;
  destination_not_allowed: undefined;
  sender_not_allowed: undefined;
  destination_opted_out: undefined;
  interaction_not_found: undefined;
  conversation_already_open: {
    readonly conversationSid?: string;
    readonly interactionSid?: string;
    /** Which agent is in it: `nobody` also as long as none has accepted its task. */
    readonly with: 'you' | 'another_agent' | 'nobody';
  };
  agent_not_available: undefined;
  already_invited: { readonly taskSid?: string; readonly inviteSid?: string } | undefined;
  already_in: { readonly workerSid: string } | undefined;
  last_agent: undefined;
  request_id_reused: undefined;
  rate_limited: { readonly retryAfterSeconds: number };
  internal_error: undefined;
  upstream_unavailable: undefined;
}

/** What the deployment refuses with. */
export type ErrorCode = keyof ErrorDetails;

/** A refusal, told apart by its `code`. */
export type Refusal = {
  readonly [Code in ErrorCode]: {
    readonly code: Code;
    /** What happened and what to do, for people. */
    readonly message: string;
    readonly details: ErrorDetails[Code];
    /** Under which the deployment's log has it. */
    readonly requestId: string;
  };
}[ErrorCode];

/** No answer of the deployment arrived, so nobody knows what was done: ask again with the same `requestId`. */
export interface Unreachable {
  readonly code: 'unreachable';
  readonly message: string;
  readonly details: undefined;
  readonly requestId: string;
}

/** Everything that can go wrong. */
export type Failure = Refusal | Unreachable;

/** What a call came to. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };
