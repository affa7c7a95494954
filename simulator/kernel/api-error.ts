/** A refusal in Twilio's own shape. */
export class TwilioApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'TwilioApiError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** @see https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
  toBody(): object {
    return {
      code: this.code,
      message: this.message,
      more_info: `https://www.twilio.com/docs/errors/${this.code}`,
      status: this.status,
    };
  }
}

/** https://www.twilio.com/docs/api/errors/20404 */
export function notFound(path: string): TwilioApiError {
  return new TwilioApiError(404, 20404, `The requested resource ${path} was not found`);
}

/** https://www.twilio.com/docs/api/errors/20001 */
export function invalidParameter(problem: string): TwilioApiError {
  return new TwilioApiError(400, 20001, problem);
}
