import twilio from 'twilio';
import type { Twilio } from 'twilio';
import type { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import type { Product } from '../../simulator/openapi/documents';
import { findOperation, productOfHost } from '../../simulator/openapi/operation';
import { EmbeddedHttpClient } from '../../simulator/sdk/embedded-http-client';
import { servedOperations } from '../contract/served-operations';

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
