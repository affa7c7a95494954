import type { OperationHandler, Operations } from '../kernel/api-call';
import { notFound, TwilioApiError } from '../kernel/api-error';
import type { Product } from '../openapi/documents';
import type { Operation } from '../openapi/operation';
import { findOperation, productOfHost } from '../openapi/operation';
import type { RestRequest } from './messages';

/** An operation that no specification of Twilio's covers. */
export interface ExtraOperation {
  readonly id: string;
  readonly host: string;
  readonly method: string;
  /** With `{Name}` for parameters. */
  readonly template: string;
  readonly handler: OperationHandler;
}

/** What is behind the paths of the REST API. */
export interface ServedOperations {
  readonly operations: Readonly<Partial<Record<Product, Operations>>>;
  readonly extras: readonly ExtraOperation[];
}

export interface Matched {
  readonly id: string;
  readonly path: Readonly<Record<string, string>>;
  readonly handler: OperationHandler | undefined;
  readonly operation?: Operation;
}

/** The operation of a request, or why there is none. */
export function matchRequest(request: RestRequest, served: ServedOperations): Matched | TwilioApiError {
  const path = request.path.replace(/\?.*/, '');
  const extra = matchExtra(request, path, served.extras);
  if (extra) return extra;
  const product = productOfHost(request.host);
  const found = product && findOperation(product, request.method, path);
  if (!product || !found) return notFound(path);
  // https://www.twilio.com/docs/api/errors/20004
  if (found === 'method not allowed') return new TwilioApiError(405, 20004, 'Method not allowed');
  const { operation, pathParameters } = found;
  const handlers = served.operations[product] ?? {};
  // Below a service the same operations have `Service` in their names.
  const general = operation.template.includes('{ChatServiceSid}')
    ? operation.id.replace('Service', '')
    : operation.id;
  const handler = handlers[operation.id] ?? handlers[general];
  return { id: handlers[operation.id] ? operation.id : general, path: pathParameters, handler, operation };
}

function matchExtra(
  request: RestRequest,
  path: string,
  extras: readonly ExtraOperation[],
): Matched | undefined {
  for (const extra of extras) {
    if (extra.host !== request.host || extra.method !== request.method) continue;
    const names = [...extra.template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const match = new RegExp(`^${extra.template.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    if (!match) continue;
    return {
      id: extra.id,
      path: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])),
      handler: extra.handler,
    };
  }
  return undefined;
}
