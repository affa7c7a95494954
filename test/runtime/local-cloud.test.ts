import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { getExpectedBodyHash, getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { createLocalCloud } from '../../simulator/cloud/local-cloud';
import { close, findFreePort, listen } from '../../simulator/http/listen';
import { readBody } from '../../simulator/http/read-body';

const AUTH_TOKEN = 'token-of-the-account';
const PROTECTED = '/webhooks/conversations';
const PRIVATE = '/lib/shared';
/** A Function that ends in the middle of its answer. */
const BREAKS = '/api/breaks';
const MAX_BODY_BYTES = 1024 * 1024;

describe('the local cloud in front of twilio-run', () => {
  let functions: Server;
  let cloud: Server;
  let url: string;
  /** What got through, as `method path body`. */
  let received: string[];
  /** What a Function waits for before it answers. */
  let gate: Promise<void> | undefined;

  const startCloud = async (port: number, authToken = AUTH_TOKEN): Promise<void> => {
    cloud = createLocalCloud({
      port,
      authToken,
      protectedPaths: new Set([PROTECTED]),
      privatePaths: new Set([PRIVATE]),
    });
    url = `http://localhost:${await listen(cloud, 0)}`;
  };

  beforeEach(async () => {
    received = [];
    gate = undefined;
    functions = createServer((request, response) => {
      void (async () => {
        const body = await readBody(request, 2 * MAX_BODY_BYTES);
        received.push(`${request.method} ${request.url} ${body?.toString('utf8')}`);
        await gate;
        if (request.url === BREAKS) {
          response.writeHead(200, { 'Content-Length': '100' });
          response.write('only a part');
          setImmediate(() => response.destroy());
          return;
        }
        response.writeHead(201, { 'X-Answered-By': 'a Function' });
        response.end('done');
      })();
    });
    await startCloud(await listen(functions, 0));
  });

  afterEach(async () => {
    await close(cloud);
    await close(functions);
  });

  async function call(path: string, init: RequestInit = {}) {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  const signedBy = (token: string, path: string, parameters: Record<string, string | string[]>) =>
    getExpectedTwilioSignature(token, `${url}${path}`, parameters);

  it('hands a request on as it is, and the answer back as it is', async () => {
    const answer = await call('/api/close?force=true', { method: 'POST', body: 'a=1' });
    expect(answer).toMatchObject({ status: 201, text: 'done' });
    expect(answer.headers.get('x-answered-by')).toBe('a Function');
    await call('/api/close');
    expect(received).toEqual(['POST /api/close?force=true a=1', 'GET /api/close ']);
  });

  it('answers a CORS preflight itself, for any origin', async () => {
    const { status, headers, text } = await call(PROTECTED, { method: 'OPTIONS' });
    expect([status, text]).toEqual([200, '']);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-headers')).toBe('*');
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS');
    expect(received).toEqual([]);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
    expect((await call('/api/close', { method })).status).toBe(405);
    expect(received).toEqual([]);
  });

  it('takes a body of 1 MiB, and none that is larger', async () => {
    const largest = 'x'.repeat(MAX_BODY_BYTES);
    expect((await call('/api/close', { method: 'POST', body: largest })).status).toBe(201);
    expect((await call('/api/close', { method: 'POST', body: `${largest}x` })).status).toBe(413);
    expect(received).toHaveLength(1);
  });

  it('lets nobody call a private Function', async () => {
    expect((await call(PRIVATE)).status).toBe(403);
    expect(received).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['without a signature', {}],
    ['with a wrong one', { 'X-Twilio-Signature': 'forged' }],
  ])('lets nobody call a protected Function %s', async (_, headers) => {
    const answer = await call(PROTECTED, { method: 'POST', headers, body: new URLSearchParams({ a: '1' }) });
    expect(answer).toMatchObject({ status: 400, text: 'Twilio signature validation failed' });
    expect(received).toEqual([]);
  });

  it('lets a signed form through, also one with a parameter twice, and not when it was changed', async () => {
    const parameters = { EventType: 'onMessageAdded', Media: ['one', 'two'] };
    const headers = { 'X-Twilio-Signature': signedBy(AUTH_TOKEN, PROTECTED, parameters) };
    const body = 'EventType=onMessageAdded&Media=one&Media=two';
    const formHeaders = { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' };
    const post = (sent: string) => call(PROTECTED, { method: 'POST', headers: formHeaders, body: sent });
    expect((await post(body)).status).toBe(201);
    expect((await post(`${body}&Media=three`)).status).toBe(400);
    expect((await post(body.replace('two', '2'))).status).toBe(400);
    expect(received).toEqual([`POST ${PROTECTED} ${body}`]);
  });

  it('lets a signed GET through', async () => {
    const path = `${PROTECTED}?EventType=onMessageAdded`;
    const headers = { 'X-Twilio-Signature': signedBy(AUTH_TOKEN, path, {}) };
    expect((await call(path, { headers })).status).toBe(201);
    expect((await call(`${path}&more=1`, { headers })).status).toBe(400);
  });

  it('checks a JSON body by the digest in the signed URL', async () => {
    const body = JSON.stringify([{ type: 'com.twilio.conversations.message.added' }]);
    const path = `${PROTECTED}?bodySHA256=${getExpectedBodyHash(body)}`;
    const headers = {
      'X-Twilio-Signature': signedBy(AUTH_TOKEN, path, {}),
      'Content-Type': 'application/json',
    };
    expect((await call(path, { method: 'POST', headers, body })).status).toBe(201);
    expect((await call(path, { method: 'POST', headers, body: '[]' })).status).toBe(400);
  });

  it('takes no signature by an empty token, with which anybody could sign', async () => {
    await close(cloud);
    await startCloud((functions.address() as { port: number }).port, '');
    const parameters = { EventType: 'onMessageAdded' };
    const headers = { 'X-Twilio-Signature': signedBy('', PROTECTED, parameters) };
    const body = new URLSearchParams(parameters);
    expect((await call(PROTECTED, { method: 'POST', headers, body })).status).toBe(400);
  });

  it('refuses the 31st invocation at once, and takes the next when one is over', async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const running = Array.from({ length: 30 }, () => call('/api/close'));
    while (received.length < 30) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await call('/api/close')).status).toBe(429);
    open();
    const answers = await Promise.all(running);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
    expect((await call('/api/close')).status).toBe(201);
  });

  it('breaks the connection when a Function breaks it, which takes up no invocation any longer', async () => {
    for (let i = 0; i < 30; i++) await expect(call(BREAKS)).rejects.toThrow(/terminated|fetch failed/);
    expect((await call('/api/close')).status).toBe(201);
  });

  it('tells of a bad gateway when no Functions run behind it', async () => {
    await close(cloud);
    await startCloud(await findFreePort(0));
    const answer = await call('/api/close');
    expect(answer.status).toBe(502);
    expect(answer.text).toMatch(/ECONNREFUSED/);
  });
});
