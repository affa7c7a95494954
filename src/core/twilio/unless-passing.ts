import { TwilioRequestError } from './request-error';

/** Lets a call fail that need not be made now; a refusal for good is thrown on. */
export function unlessPassing(error: unknown): undefined {
  if (error instanceof TwilioRequestError && error.isPassing) return undefined;
  throw error;
}
