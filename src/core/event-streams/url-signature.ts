import { ownProperties } from '../endpoints/own-properties';
import { readBasicCredentials, readHeader } from '../endpoints/secrets';
import { EVENT_STREAMS_URL } from './event-streams-url';

/** What a look at the signature brought; `unchecked` if something is missing that it is made of. */
type UrlSignature = 'valid' | 'wrong' | 'unchecked';

/**
 * Checks Twilio's signature over the URL that it called, which for JSON has the hash of the body in it. Of the body
 * itself a Function never sees the bytes. Twilio does not document whether the sink's credentials are part of the
 * URL that it signs, so both forms count, and the result is for the log, not for a refusal.
 *
 * @param domainName the deployment's own, for a Function cannot see the Host header
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 * @see https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/accessing
 */
export async function checkUrlSignature(
  event: unknown,
  domainName: string | undefined,
  authToken: string,
): Promise<UrlSignature> {
  const signature = readHeader(event, 'x-twilio-signature');
  const { bodySHA256: hash, ...others } = ownProperties(event);
  const hasOtherQuery = Object.keys(others).some((name) => !/^\d+$/.test(name) && !CLOUD_EVENT.has(name));
  if (signature === undefined || domainName === undefined || typeof hash !== 'string' || hasOtherQuery) {
    return 'unchecked';
  }
  const { validateRequest } = await import('twilio/lib/webhooks/webhooks.js');
  const rest = `${domainName}${EVENT_STREAMS_URL}?bodySHA256=${encodeURIComponent(hash)}`;
  const credentials = readBasicCredentials(event);
  const origins = credentials === undefined ? [rest] : [rest, `${credentials}@${rest}`];
  return origins.some((one) => validateRequest(authToken, signature, `https://${one}`, {}))
    ? 'valid'
    : 'wrong';
}

/** The fields of a single event, which stand beside the query's parameters. */
const CLOUD_EVENT = new Set([
  'specversion',
  'type',
  'source',
  'id',
  'dataschema',
  'datacontenttype',
  'time',
  'data',
]);
