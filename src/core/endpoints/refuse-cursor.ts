import { TwilioRequestError } from '../twilio/request-error';
import { InputError } from './input-error';

/** What is wrong with a cursor that is none of ours. */
export const WRONG_CURSOR = 'must be the cursor of the answer before';

/**
 * Refuses the cursor that a page was asked for by, if it is what Twilio did not take.
 *
 * @throws InputError naming `cursor`, or the error if it is another
 */
export function refuseCursor(error: unknown): never {
  if (!(error instanceof TwilioRequestError) || error.status !== 400) throw error;
  throw new InputError({ cursor: WRONG_CURSOR });
}
