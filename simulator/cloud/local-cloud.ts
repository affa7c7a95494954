import type { Server, ServerResponse } from 'node:http';
import { createServer, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';
import { readBody } from '../http/read-body';
import type { ServerRequest } from '../http/server-request';
import { toText } from '../kernel/to-text';

/** https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow */
const MAX_BODY_BYTES = 1024 * 1024;
const EXECUTION_LIMIT_MS = 10_000;
const MAX_CONCURRENT = 30;

interface LocalCloudOptions {
  /** Where the local server of twilio-run listens, which does none of this. */
  readonly port: number;
  readonly authToken: string;
  /** Paths of `.protected` Functions and assets, e.g. `/webhooks/conversations`. */
  readonly protectedPaths: ReadonlySet<string>;
  /** Paths of `.private` Functions. */
  readonly privatePaths: ReadonlySet<string>;
}

/**
 * What Twilio's cloud does in front of a Function and twilio-run does not: signatures, CORS preflights, methods,
 * sizes, the time limit and the number of invocations at once.
 */
export function createLocalCloud(options: LocalCloudOptions): Server {
  let running = 0;
  return createServer((incoming, response) => {
    const request = incoming as ServerRequest;
    const url = new URL(request.url, `http://${request.headers.host ?? 'localhost'}`);
    const pass = async (): Promise<void> => {
      const body = await readBody(request, MAX_BODY_BYTES);
      const refusal = refuse(request, url, body, options);
      if (refusal) {
        refusal(response);
        return;
      }
      if (running >= MAX_CONCURRENT) {
        plain(429, 'Too many requests')(response);
        return;
      }
      running += 1;
      try {
        await forward(request, body ?? Buffer.alloc(0), response, options.port);
      } finally {
        running -= 1;
      }
    };
    pass().catch((error: unknown) => {
      plain(502, toText(error))(response);
    });
  });
}

type Reply = (response: ServerResponse) => void;

function refuse(
  request: ServerRequest,
  url: URL,
  body: Buffer | undefined,
  options: LocalCloudOptions,
): Reply | undefined {
  if (request.method === 'OPTIONS') return preflight;
  if (request.method !== 'GET' && request.method !== 'POST') return plain(405, 'Method not allowed');
  if (body === undefined) return plain(413, 'Request body too large');
  if (options.privatePaths.has(url.pathname)) return plain(403, 'Forbidden');
  if (options.protectedPaths.has(url.pathname) && !isSigned(request, url, body, options.authToken)) {
    return plain(400, 'Twilio signature validation failed');
  }
  return undefined;
}

/** https://www.twilio.com/docs/runtime/functions/headers-and-cookies/limitations */
const preflight: Reply = (response) => {
  response.writeHead(200, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  });
  response.end();
};

/** https://www.twilio.com/docs/usage/security#validating-requests */
function isSigned(request: ServerRequest, url: URL, body: Buffer, authToken: string): boolean {
  const signature = request.headers['x-twilio-signature'];
  // With an empty token anybody can sign.
  if (typeof signature !== 'string' || authToken === '') return false;
  if (url.searchParams.has('bodySHA256')) {
    return validateRequestWithBody(authToken, signature, url.toString(), body.toString('utf8'));
  }
  const isForm = request.headers['content-type']?.includes('application/x-www-form-urlencoded') === true;
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(isForm ? body.toString('utf8') : '')) {
    (parameters[name] ??= []).push(value);
  }
  return validateRequest(authToken, signature, url.toString(), parameters);
}

function forward(
  request: ServerRequest,
  body: Buffer,
  response: ServerResponse,
  port: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const { method, url: path, headers } = request;
    const outgoing = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers);
      // A Function that ends in the middle of its answer breaks the connection to the caller too.
      pipeline(incoming, response).then(resolve, reject);
    });
    outgoing.setTimeout(EXECUTION_LIMIT_MS, () => {
      plain(504, 'Your Function execution timed out')(response);
      outgoing.destroy();
      resolve();
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function plain(status: number, text: string): Reply {
  return (response) => {
    if (response.headersSent) return;
    response.writeHead(status, { 'Content-Type': 'text/plain' });
    response.end(text);
  };
}
