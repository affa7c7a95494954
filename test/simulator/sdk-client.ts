import twilio from 'twilio';
import type { Twilio } from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient';
import Response from 'twilio/lib/http/response';
import type { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import type { Product } from '../../simulator/openapi/documents';
import { findOperation, productOfHost } from '../../simulator/openapi/operation';
import { servedOperations } from '../contract/served-operations';

type Values = Readonly<Record<string, unknown>>;

/** Hands the SDK's requests to an embedded Twilio in process. */
class EmbeddedHttpClient extends RequestClient {
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

/** The unmodified SDK, talking to an embedded Twilio. */
export function sdkClientOf(embedded: EmbeddedTwilio, authToken = embedded.authToken): Twilio {
  return twilio(embedded.accountSid, authToken, { httpClient: new EmbeddedHttpClient(embedded) });
}

/** The operations of a product that were called and not refused, by their ids in Twilio's specification. */
export function operationsDriven({ timeline }: EmbeddedTwilio, product: Product): string[] {
  const ids = timeline.entries.flatMap(({ kind, title, status = 0, detail }) => {
    if (kind !== 'rest' || status >= 400 || productOfHost(String(detail.host)) !== product) return [];
    const [method = '', path = ''] = title.split(' ');
    const found = findOperation(product, method, path);
    return found && found !== 'method not allowed' ? [found.operation.id] : [];
  });
  return [...new Set(ids)].sort();
}

/** The operations on the served paths of a product, but for those that are refused as not simulated. */
export function operationsOffered(product: Product, notSimulated: RegExp): string[] {
  return servedOperations(product)
    .map(({ id }) => id)
    .filter((id) => !notSimulated.test(id))
    .sort();
}
