import type { EmbeddedTwilio } from '../../simulator/embedded-twilio';

interface RestCall {
  /** Repeated where a value is a list; objects are sent as JSON, as the SDK does. */
  readonly form?: Readonly<Record<string, unknown>>;
  /** A JSON body instead of a form. */
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The account's own if absent; none if undefined. */
  readonly authorization?: string | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` if there is none. */
  readonly body: Record<string, unknown> | undefined;
}

/**
 * Makes a REST call as `curl -u` would, without an SDK.
 *
 * @param line method and URL, e.g. `POST https://sync.twilio.com/v1/Services`
 */
export async function callRest(
  twilio: EmbeddedTwilio,
  line: string,
  call: RestCall = {},
): Promise<RestAnswer> {
  const [method = '', address = ''] = line.split(' ');
  const url = new URL(address);
  const authorization = 'authorization' in call ? call.authorization : basicAuthorization(twilio);
  const { contentType, body } = toBody(call);
  const response = await twilio.request({
    method,
    host: url.host,
    path: `${url.pathname}${url.search}`,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...call.headers,
    },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: response.body === '' ? undefined : (JSON.parse(response.body) as Record<string, unknown>),
  };
}

export function basicAuthorization({ accountSid, authToken }: EmbeddedTwilio): string {
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
}

function toBody({ form, json }: RestCall): { contentType?: string; body: string } {
  if (json !== undefined) return { contentType: 'application/json', body: JSON.stringify(json) };
  if (form === undefined) return { body: '' };
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(form)) {
    for (const value of [values].flat())
      body.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { contentType: 'application/x-www-form-urlencoded', body: body.toString() };
}
