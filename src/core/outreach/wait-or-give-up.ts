import type { TwilioGateway } from '../twilio/gateway';
import { TwilioRequestError } from '../twilio/request-error';

/** How often to look whether another invocation is done, in milliseconds. */
const POLL_MS = 300;
/** What is kept for finishing by oneself, in milliseconds. */
const KEPT_MS = 1_500;

/**
 * Waits a moment for another invocation of the same request.
 *
 * @throws TwilioRequestError if there is no time left: the caller may ask once more
 */
export async function waitOrGiveUp({ gateway }: { readonly gateway: TwilioGateway }): Promise<void> {
  if (gateway.remainingMs > KEPT_MS && (await gateway.wait(POLL_MS))) return;
  throw new TwilioRequestError({ kind: 'unavailable', operation: 'the same request is under way' });
}
