/** Every code of an error that callers of `/agent` and `/backend` may meet, with its HTTP status. */
export const API_ERRORS = {
  invalid_request: 400,
  token_missing: 401,
  token_invalid: 401,
  not_an_agent: 403,
  not_your_interaction: 403,
  destination_not_allowed: 403,
  sender_not_allowed: 403,
  destination_opted_out: 403,
  interaction_not_found: 404,
  conversation_already_open: 409,
  agent_not_available: 409,
  already_invited: 409,
  already_in: 409,
  last_agent: 409,
  request_id_reused: 409,
  rate_limited: 429,
  internal_error: 500,
  upstream_unavailable: 503,
} as const;

export type ApiErrorCode = keyof typeof API_ERRORS;

/** A refusal that its caller can understand and act on. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly details: object | undefined;

  /** @param message what happened and what to do; never a value of the caller's or of a customer's */
  constructor(code: ApiErrorCode, message: string, details?: object) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.details = details;
  }
}
