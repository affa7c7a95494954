import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { close, findFreePort, listen } from '../../simulator/http/listen';
import { readBody } from '../../simulator/http/read-body';
import { sendWebhook } from '../../simulator/http/send-webhook';

/** A server that keeps what it receives. */
function createReceiver() {
  const received: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    void readBody(request, 1_000).then((body) => {
      const { method, url, headers } = request;
      received.push({
        method,
        url,
        type: headers['content-type'],
        agent: headers['user-agent'],
        signature: headers['x-twilio-signature'],
        body: body?.toString('utf8'),
      });
      response.writeHead(202);
      response.end('thanks');
    });
  });
  return { server, received };
}

describe('a webhook over HTTP', () => {
  let server: Server;
  let received: Record<string, unknown>[];
  let url = '';

  beforeEach(async () => {
    ({ server, received } = createReceiver());
    url = `http://127.0.0.1:${await listen(server, 0)}/hook`;
  });
  afterEach(() => close(server));

  const headers = { 'X-Twilio-Signature': 'signed' };
  const { signal } = new AbortController();

  it.each([
    [
      'form',
      { form: { Body: 'Hello & bye', Author: '+1' } },
      { type: 'application/x-www-form-urlencoded; charset=UTF-8', body: 'Body=Hello+%26+bye&Author=%2B1' },
    ],
    ['JSON', { json: [{ type: 'a' }] }, { type: 'application/json', body: '[{"type":"a"}]' }],
    ['nothing', {}, { type: undefined, body: '' }],
  ])('has %s as its body, and brings back the answer', async (_, content, expected) => {
    const answer = await sendWebhook({ url, method: 'POST', headers, ...content }, signal);
    expect(answer).toEqual({ status: 202, body: 'thanks' });
    expect(received).toEqual([
      { method: 'POST', url: '/hook', agent: 'TwilioProxy/1.1', signature: 'signed', ...expected },
    ]);
  });

  it('by GET has no body', async () => {
    await sendWebhook({ url: `${url}?a=1`, method: 'GET', headers }, signal);
    expect(received).toMatchObject([{ method: 'GET', url: '/hook?a=1', body: '' }]);
  });

  it('fails where nobody answers', async () => {
    await close(server);
    await expect(sendWebhook({ url, method: 'POST', headers }, signal)).rejects.toThrow();
  });

  it('is read only if it is not too large', async () => {
    await fetch(url, { method: 'POST', body: 'x'.repeat(1_000) });
    await fetch(url, { method: 'POST', body: 'x'.repeat(1_001) });
    expect(received.map(({ body }) => body)).toEqual(['x'.repeat(1_000), undefined]);
  });
});

describe('a port', () => {
  it('that is taken is passed over for the next one', async () => {
    const [first, second] = [createServer(), createServer()];
    const port = await listen(first, 0);
    const next = await listen(second, port);
    expect(next).toBeGreaterThan(port);
    expect(await findFreePort(port)).toBeGreaterThan(port);
    await Promise.all([close(first), close(second)]);
  });

  it('that cannot be had at all is told', async () => {
    await expect(listen(createServer(), 65_536)).rejects.toThrow(/port/i);
  });

  it('that was found free can be listened on', async () => {
    const port = await findFreePort(0);
    const server = createServer();
    expect(await listen(server, port)).toBe(port);
    await close(server);
  });
});
