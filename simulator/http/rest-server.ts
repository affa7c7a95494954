import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { control } from '../control/control-api';
import type { EmbeddedTwilio } from '../embedded-twilio';
import { toText } from '../kernel/to-text';
import { ConnectionError } from '../rest-api';
import { readBody } from './read-body';
import type { ServerRequest } from './server-request';

/** Largest request body that is read, in bytes. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/**
 * Serves the REST API over HTTP. Products are told apart by the `Host` header, or, for clients that cannot set it,
 * by the first segment of the path: `http://localhost:4010/sync.twilio.com/v1/Services`. The control API is beside it.
 */
export function createRestServer(twilio: EmbeddedTwilio): Server {
  return createServer((incoming, response) => {
    const request = incoming as ServerRequest;
    answer(twilio, request, response).catch((error: unknown) => {
      breakConnection(error, request, response);
    });
  });
}

async function answer(
  twilio: EmbeddedTwilio,
  request: ServerRequest,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, MAX_BODY_BYTES);
  const controlled = await control(twilio, {
    method: request.method,
    path: request.url,
    body: body?.toString('utf8') ?? '',
  });
  if (controlled) {
    response.writeHead(controlled.status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(controlled.body));
    return;
  }
  const { host, path } = target(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  const result = await twilio.request({
    method: request.method,
    host,
    path,
    headers,
    body: body?.toString('utf8') ?? '',
  });
  response.writeHead(result.status, result.headers);
  response.end(result.body);
}

function target(request: ServerRequest): { host: string; path: string } {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const path = request.url;
  const inPath = /^\/([a-z-]+\.twilio\.com)(\/.*)?$/.exec(path);
  return inPath ? { host: inPath[1] ?? '', path: inPath[2] ?? '/' } : { host, path };
}

/** A reset is a reset; a refused connection can only be told to a client that asks by this header. */
function breakConnection(error: unknown, request: ServerRequest, response: ServerResponse): void {
  if (error instanceof ConnectionError) {
    if (request.headers['x-embedded-twilio'] === undefined) request.socket.destroy();
    else response.writeHead(502, { 'x-embedded-twilio-error': error.code }).end();
    return;
  }
  response.writeHead(500, { 'Content-Type': 'application/json' });
  response.end(
    JSON.stringify({
      code: 20500,
      message: toText(error),
      more_info: 'https://www.twilio.com/docs/errors/20500',
      status: 500,
    }),
  );
}
