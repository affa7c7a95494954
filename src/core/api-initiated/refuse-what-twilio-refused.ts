import { InputError } from '../endpoints/input-error';
import { TwilioRequestError } from '../twilio/request-error';

/** Twilio does not let us in, whatever we ask for: https://www.twilio.com/docs/api/errors/20003 */
const NOT_LET_IN: readonly (number | undefined)[] = [401, 403];

/**
 * Tells callers that what they asked for was refused, unless it is we who are. For calls that pass on what they gave.
 *
 * @throws InputError
 */
export function refuseWhatTwilioRefused(error: unknown): never {
  if (
    error instanceof TwilioRequestError &&
    error.kind === 'rejected' &&
    !NOT_LET_IN.includes(error.status)
  ) {
    const reason = error.code ?? error.status ?? 'unknown';
    throw new InputError({ channel: `was refused by Twilio, with its routing: error ${reason}` });
  }
  throw error;
}
