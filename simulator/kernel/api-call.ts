import type { Parameters } from './parameters';

/** A request of Twilio's REST API, checked against the specification. */
export interface ApiCall {
  readonly operationId: string;
  /** Without query, e.g. `https://conversations.twilio.com/v1/Conversations`. */
  readonly url: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Parameters;
  readonly form: Parameters;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What an operation answers; the status defaults to 200, or 201 for a creation, or 204 without a body. Assumed: created-is-201. */
export interface ApiResult {
  readonly status?: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export type OperationHandler = (call: ApiCall) => ApiResult | Promise<ApiResult>;

/** The operations of a product by their ids in Twilio's specification. */
export type Operations = Readonly<Record<string, OperationHandler>>;

/** A path parameter that the specification guarantees. */
export function pathParameter(call: ApiCall, name: string): string {
  const value = call.path[name];
  if (value === undefined) throw new Error(`${call.operationId} has no path parameter ${name}`);
  return value;
}
