import type { TwilioGateway } from '../twilio/gateway';
import type { TwilioRequestError } from '../twilio/request-error';

/** How long to let something settle whose answer got lost, in milliseconds, before looking for its task. */
const SETTLING_MS = 300;

/**
 * Looks for what a call may have made whose answer got lost.
 *
 * @returns what was found, and whether the call is over: after a timeout it may be under way, so nothing is looked for
 */
export async function findAfterLostAnswer<Found>(
  error: TwilioRequestError,
  gateway: TwilioGateway,
  find: () => Promise<Found | undefined>,
): Promise<{ readonly isOver: boolean; readonly found?: Found | undefined }> {
  const isOver = error.kind !== 'timed_out' && (await gateway.wait(SETTLING_MS));
  return isOver ? { isOver, found: await find() } : { isOver };
}
