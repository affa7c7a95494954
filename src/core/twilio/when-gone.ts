import { TwilioRequestError } from './request-error';

/** Stands in for what Twilio does not find any more. */
export function whenGone<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof TwilioRequestError && error.status === 404) return value;
    throw error;
  };
}
