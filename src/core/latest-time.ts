import type { EpochMs } from './clock';

/** How much later than told something may have happened, in milliseconds, where Twilio tells only the second. */
export const REST_OF_SECOND_MS = 999;

/**
 * When something happened at the latest. Within one second nobody knows what came first: a message that counts as read
 * by mistake loses a customer, one that counts as new asks an agent in vain.
 *
 * @param time ISO 8601, with milliseconds or without
 * @returns `undefined` if it is no time
 */
export function latestMsOf(time: string | undefined): EpochMs | undefined {
  const toldMs = new Date(time ?? NaN).getTime();
  if (Number.isNaN(toldMs)) return undefined;
  return /\.\d/.test(String(time)) ? toldMs : toldMs + REST_OF_SECOND_MS;
}
