import type { EpochMs } from '../clock';
import { ApiError } from '../endpoints/api-error';
import type { OutreachRequest } from '../routing-record/routing-record';
import type { WorkerSid } from '../sid';
import { keyedDigest } from './keyed-digest';

/** How long a `requestId` is known, in milliseconds. */
const REQUEST_ID_LIFE_MS = 24 * 3_600_000;
/** How long, without one, the same words to the same customer are one request. */
const SAME_WORDS_LIFE_MS = 60_000;

/** Long enough that two never meet by chance, short enough to keep many. */
const DIGEST_LENGTH = 16;

interface Asked {
  /** The endpoint, e.g. `/agent/click-to-sms`. */
  readonly url: string;
  /** The agent who asks; absent for a back end. */
  readonly workerSid?: WorkerSid;
  readonly requestId?: string | undefined;
  /** Everything that was asked for, `requestId` aside. */
  readonly parameters: object;
}

/**
 * Makes a request comparable with others.
 *
 * @param secret keys the digests, so that they say nothing about the customer
 */
export function toOutreachRequest(
  { url, workerSid, requestId, parameters }: Asked,
  secret: string,
  now: EpochMs,
): OutreachRequest {
  const digest = (...parts: readonly string[]): string => keyedDigest(secret, DIGEST_LENGTH, ...parts);
  const digestOfParameters = digest(url, canonical(parameters));
  const caller = workerSid ?? 'back end';
  return {
    key:
      requestId === undefined ? digest(caller, digestOfParameters) : digest(caller, 'requestId', requestId),
    parameters: digestOfParameters,
    untilMs: now + (requestId === undefined ? SAME_WORDS_LIFE_MS : REQUEST_ID_LIFE_MS),
    workerSid,
  };
}

/**
 * Tells whether a request is one that was known before.
 *
 * @throws ApiError `request_id_reused` if its `requestId` stands for something else
 */
export function isSameRequestOrRefuse(
  known: OutreachRequest | undefined,
  request: OutreachRequest,
  now: EpochMs,
): known is OutreachRequest {
  if (known?.key !== request.key || known.untilMs < now) return false;
  if (known.parameters !== request.parameters) throw requestIdReused();
  return true;
}

/** The refusal of a `requestId` that stands for something else. */
export function requestIdReused(): ApiError {
  return new ApiError(
    'request_id_reused',
    'This requestId was used with other parameters. Choose a new one for a new request.',
  );
}

/** JSON in which the order of keys does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
