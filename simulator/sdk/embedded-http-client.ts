import RequestClient from 'twilio/lib/base/RequestClient';
import Response from 'twilio/lib/http/response';
import type { EmbeddedTwilio } from '../embedded-twilio';

type Values = Readonly<Record<string, unknown>>;

/** Hands the requests of the unmodified SDK to an embedded Twilio in process: `twilio(sid, token, { httpClient })`. */
export class EmbeddedHttpClient extends RequestClient {
  readonly #twilio: EmbeddedTwilio;

  constructor(embedded: EmbeddedTwilio) {
    super();
    this.#twilio = embedded;
  }

  override async request<TData>(options: RequestClient.RequestOptions<TData>): Promise<Response<TData>> {
    const { uri, method, username = '', password = '', headers = {}, params, data } = options;
    const url = new URL(uri);
    for (const [name, value] of pairsOf(params as Values | undefined)) url.searchParams.append(name, value);
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const isJson = Object.fromEntries(lowerCase)['content-type']?.includes('json') === true;
    const response = await this.#twilio.request({
      method: method.toUpperCase(),
      host: url.host,
      path: `${url.pathname}${url.search}`,
      headers: {
        ...Object.fromEntries(lowerCase),
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
      },
      body: isJson
        ? JSON.stringify(data)
        : new URLSearchParams(pairsOf(data as Values | undefined)).toString(),
    });
    return new Response(response.status, response.body as TData, response.headers);
  }
}

function pairsOf(values: Values = {}): [string, string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((one) => one !== undefined)
      .map((one): [string, string] => [name, typeof one === 'string' ? one : JSON.stringify(one)]),
  );
}
