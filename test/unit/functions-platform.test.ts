import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions, Server, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { functionsPlatform } from '../../src/core/platform';
import { httpsTransport } from '../../src/core/twilio/transport';

/** What the Functions runtime offers as globals. */
class RuntimeResponse {
  status = 0;
  readonly headers: Record<string, string> = {};
  body: unknown;

  setStatusCode(status: number): void {
    this.status = status;
  }

  appendHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  setBody(body: unknown): void {
    this.body = body;
  }
}

describe('on the Functions runtime', () => {
  beforeEach(() => {
    const assets = { '/routing.json': { open: () => '{"default":{}}' } };
    Object.assign(globalThis, {
      Runtime: { getAssets: () => assets },
      Twilio: { Response: RuntimeResponse },
    });
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'Runtime');
    Reflect.deleteProperty(globalThis, 'Twilio');
    jest.restoreAllMocks();
  });

  it('a private asset is opened by its name, and one that was not deployed is none', () => {
    expect(functionsPlatform.openAsset('/routing.json')).toBe('{"default":{}}');
    expect(functionsPlatform.openAsset('/other.json')).toBeUndefined();
  });

  it('an answer with a body is JSON, with its own headers', () => {
    const answer = { status: 409, headers: { 'Retry-After': '3' }, body: { code: 'already_in' } };
    expect(functionsPlatform.toResponse(answer)).toMatchObject({
      status: 409,
      headers: { 'Retry-After': '3', 'Content-Type': 'application/json' },
      body: { code: 'already_in' },
    });
  });

  it('an answer without a body is of no type', () => {
    const response = functionsPlatform.toResponse({ status: 204 });
    expect(response).toEqual(Object.assign(new RuntimeResponse(), { status: 204 }));
  });

  it('a line of the log is one of JSON, and only an error reaches the debugger as one', () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    functionsPlatform.writeLog({ level: 'info', outcome: 'routed' });
    expect([log.mock.calls, error.mock.calls]).toEqual([[['{"level":"info","outcome":"routed"}']], []]);
    functionsPlatform.writeLog({ level: 'error', outcome: 'failed' });
    expect(log.mock.calls).toHaveLength(1);
    expect(error.mock.calls).toEqual([['{"level":"error","outcome":"failed"}']]);
  });

  it('what is scheduled happens later, unless it is cancelled', async () => {
    const happened: string[] = [];
    const cancel = functionsPlatform.clock.schedule(1, () => happened.push('cancelled'));
    functionsPlatform.clock.schedule(2, () => happened.push('kept'));
    cancel();
    expect(happened).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(happened).toEqual(['kept']);
  });

  it('every invocation has an ID of its own', () => {
    expect(functionsPlatform.newId()).not.toBe(functionsPlatform.newId());
  });
});

describe('a request to Twilio', () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        answer(request, response, Buffer.concat(chunks).toString());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    const { port } = server.address() as AddressInfo;
    // As a local run redirects it.
    jest
      .spyOn(https, 'request')
      .mockImplementation(((options: RequestOptions, callback: () => void) =>
        httpRequest({ ...options, protocol: 'http:', hostname: '127.0.0.1', port }, callback)) as never);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const POST = {
    method: 'POST',
    host: 'flex-api.twilio.com',
    path: '/v1/Interactions',
    headers: {},
  } as const;
  const GET = { ...POST, method: 'GET', path: '/v1/Interactions?a=b' } as const;
  const never = new AbortController().signal;

  it('has its method, path, headers and length, and brings back all of the answer', async () => {
    const seen: unknown[] = [];
    answer = ({ method, url, headers }, response, body) => {
      seen.push([method, url, headers.authorization, headers['content-length'], body]);
      response.writeHead(429, { 'Retry-After': '2' });
      response.write('{"code":');
      response.end('"é"}');
    };
    const request = { ...POST, headers: { Authorization: 'Basic x' }, body: 'Body=é' };
    expect(await httpsTransport(request, never)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '2' },
      body: '{"code":"é"}',
    });
    await httpsTransport(GET, never);
    expect(seen).toEqual([
      ['POST', '/v1/Interactions', 'Basic x', '7', 'Body=é'],
      ['GET', '/v1/Interactions?a=b', undefined, undefined, ''],
    ]);
  });

  it('is rejected if no answer comes, and if the answer breaks off', async () => {
    answer = (request) => request.socket.destroy();
    await expect(httpsTransport(GET, never)).rejects.toMatchObject({ code: 'ECONNRESET' });
    answer = (request, response) => {
      response.writeHead(200, { 'Content-Length': '10' });
      response.write('half', () => request.socket.destroy());
    };
    await expect(httpsTransport(GET, never)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('ends early by its signal', async () => {
    const controller = new AbortController();
    answer = () => {
      controller.abort();
    };
    await expect(httpsTransport(GET, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
