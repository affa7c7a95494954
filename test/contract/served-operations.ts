import type { Product } from '../../simulator/openapi/documents';
import type { Operation } from '../../simulator/openapi/operation';
import { operationsOf } from '../../simulator/openapi/operation';

/** The paths of Twilio's specifications that the embedded Twilio serves, by product. */
const SERVED_PATHS: Readonly<Partial<Record<Product, RegExp>>> = {
  conversations_v1: /^\/v1\//,
  flex_v1: /^\/v1\/Interactions/,
  taskrouter_v1: /^(?!.*Statistics)/,
  sync_v1: /^\/v1\/Services(\/\{Sid\}|\/\{ServiceSid\}\/Documents(\/\{Sid\})?)?$/,
  events_v1: /^\/v1\/(Sinks|Subscriptions)/,
};

export const SERVED_PRODUCTS = Object.keys(SERVED_PATHS) as Product[];

/** The operations of a product on the paths that the embedded Twilio serves. */
export function servedOperations(product: Product): Operation[] {
  const paths = SERVED_PATHS[product];
  return operationsOf(product).filter(({ template }) => paths?.test(template) === true);
}
