import { TwilioRequestError } from './request-error';

/** Stands in for what Twilio refuses for good. */
export function whenRejected<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof TwilioRequestError && error.kind === 'rejected') return value;
    throw error;
  };
}
