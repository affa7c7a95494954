import type { IncomingMessage } from 'node:http';

/**
 * A request as a server gets it: always with a method and a URL.
 *
 * @see https://nodejs.org/api/http.html#messagemethod
 */
export interface ServerRequest extends IncomingMessage {
  readonly method: string;
  readonly url: string;
}
