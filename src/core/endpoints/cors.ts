/**
 * The headers by which a browser lets a page of an allowed origin read the answer. The platform answers preflights
 * itself, for everybody, so this protects nothing: the token does.
 *
 * @param origin of the page that calls; absent for servers
 * @see https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations
 */
export function corsHeaders(
  origin: string | undefined,
  allowedOrigins: readonly string[],
): Record<string, string> {
  const isAllowed = origin !== undefined && allowedOrigins.includes(origin);
  return { Vary: 'Origin', ...(isAllowed ? { 'Access-Control-Allow-Origin': origin } : {}) };
}
