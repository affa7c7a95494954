/**
 * Why a REST call to Twilio brought no result.
 *
 * - `rejected`: Twilio understood and refused (4xx); repeating it changes nothing.
 * - `rate_limited`: 429, or a conflict that Twilio asks to repeat.
 * - `unreachable`: no connection was made.
 * - `unavailable`: 5xx, a broken connection, or an answer that is not Twilio's.
 * - `timed_out`: no answer before the deadline.
 */
type RequestErrorKind = 'rejected' | 'rate_limited' | 'unreachable' | 'unavailable' | 'timed_out';

interface RequestErrorFacts {
  readonly kind: RequestErrorKind;
  readonly operation: string;
  readonly status?: number;
  /** Twilio's error code, see https://www.twilio.com/docs/api/errors */
  readonly code?: number;
  readonly retryAfterMs?: number;
  /** A SID that Twilio names in the text of its refusal, and nowhere else. */
  readonly namedSid?: string;
  readonly cause?: unknown;
}

/** A REST call to Twilio that brought no result; its message never holds a parameter of the call. */
export class TwilioRequestError extends Error {
  readonly kind: RequestErrorKind;
  readonly operation: string;
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly namedSid: string | undefined;

  constructor(facts: RequestErrorFacts) {
    super(`${facts.operation}: ${facts.kind} ${facts.status ?? ''} ${facts.code ?? ''}`.trimEnd(), {
      cause: facts.cause,
    });
    this.name = 'TwilioRequestError';
    this.kind = facts.kind;
    this.operation = facts.operation;
    this.status = facts.status;
    this.code = facts.code;
    this.retryAfterMs = facts.retryAfterMs;
    this.namedSid = facts.namedSid;
  }

  /**
   * Whether it is certain that a call which changes something changed nothing.
   *
   * @see https://www.twilio.com/docs/api/errors/20500 (creating POST requests are not idempotent)
   */
  get didNothing(): boolean {
    return this.kind === 'rejected' || this.kind === 'rate_limited' || this.kind === 'unreachable';
  }

  /** Whether the same call may well succeed later. */
  get isPassing(): boolean {
    return this.kind !== 'rejected';
  }

  /** Whether Twilio refused our own credentials. */
  get isUnauthorized(): boolean {
    return this.status === 401;
  }

  /** Whether Twilio refused with one of these error codes, or, whatever the code, with this status. */
  wasRefusedWith(codes: readonly number[], status: number): boolean {
    return this.kind === 'rejected' && (this.status === status || codes.some((code) => code === this.code));
  }
}
