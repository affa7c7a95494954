import { TwilioRequestError } from './request-error';

/** Lets a call fail that somebody else makes up for; what Twilio has no part in is thrown on. */
export function unlessDefect(error: unknown): void {
  if (!(error instanceof TwilioRequestError)) throw error;
}
