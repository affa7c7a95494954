import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';
import { ManualClock } from '../../simulator/kernel/clock';
import type { DeliveryRequest, OutgoingWebhook, WebhookAnswer } from '../../simulator/kernel/deliveries';
import { Deliveries } from '../../simulator/kernel/deliveries';
import { Timeline } from '../../simulator/kernel/timeline';

const AUTH_TOKEN = '0123456789abcdef0123456789abcdef';
const URL_OF_OURS = 'https://example.com/webhooks/conversations';
const MESSAGE: DeliveryRequest = {
  from: 'conversations',
  title: 'onMessageAdded',
  url: URL_OF_OURS,
  form: { EventType: 'onMessageAdded', Body: 'Hé & hello=1', 'MessagingBinding.Address': '+12025550143' },
  timeoutMs: 5_000,
};

/** @param answer what our server does with the n-th webhook, counted from 0; it may never answer */
function setUp(answer: (n: number) => WebhookAnswer | Error | 'never' = () => ({ status: 200, body: '' })) {
  const clock = new ManualClock();
  const timeline = new Timeline();
  const received: { webhook: OutgoingWebhook; atMs: number; signal: AbortSignal }[] = [];
  const startedAtMs = clock.now();
  const deliveries = new Deliveries({ clock, timeline, authToken: AUTH_TOKEN }, (webhook, signal) => {
    const answered = answer(received.length);
    received.push({ webhook, atMs: clock.now() - startedAtMs, signal });
    if (answered === 'never') return new Promise(() => undefined);
    return answered instanceof Error ? Promise.reject(answered) : Promise.resolve(answered);
  });
  return { clock, timeline, deliveries, received };
}

function firstOf([first]: { readonly webhook: OutgoingWebhook }[]): OutgoingWebhook {
  if (!first) throw new Error('nothing was sent');
  return first.webhook;
}

function signatureOf({ headers }: OutgoingWebhook): string {
  return headers['X-Twilio-Signature'] ?? '';
}

describe("a webhook's signature", () => {
  it('is the one that the SDK expects of a form, and no other', async () => {
    const { clock, deliveries, received } = setUp();
    void deliveries.deliver(MESSAGE);
    await clock.advance(0);
    const webhook = firstOf(received);
    const form = { ...webhook.form };
    expect(form).toEqual({ ...MESSAGE.form, RetryCount: '0' });
    expect(validateRequest(AUTH_TOKEN, signatureOf(webhook), webhook.url, form)).toBe(true);
    expect(validateRequest('f'.repeat(32), signatureOf(webhook), webhook.url, form)).toBe(false);
    expect(validateRequest(AUTH_TOKEN, signatureOf(webhook), webhook.url, { ...form, Body: 'x' })).toBe(
      false,
    );
    expect(validateRequest(AUTH_TOKEN, signatureOf(webhook), `${webhook.url}/x`, form)).toBe(false);
  });

  it('covers the query of a GET, which has no body', async () => {
    const { clock, deliveries, received } = setUp();
    void deliveries.deliver({ ...MESSAGE, method: 'GET' });
    await clock.advance(0);
    const webhook = firstOf(received);
    expect(webhook).toMatchObject({ method: 'GET' });
    expect(webhook).not.toHaveProperty('form');
    expect(new URL(webhook.url).searchParams.get('Body')).toBe('Hé & hello=1');
    expect(validateRequest(AUTH_TOKEN, signatureOf(webhook), webhook.url, {})).toBe(true);
  });

  it('covers a JSON body by its hash in the URL', async () => {
    const { clock, deliveries, received } = setUp();
    const json = [{ type: 'com.twilio.conversations.message.added', data: { Author: 'Ella' } }];
    void deliveries.deliver({ from: 'event streams', title: 'x', url: URL_OF_OURS, json, timeoutMs: 5_000 });
    await clock.advance(0);
    const webhook = firstOf(received);
    const check = (body: unknown) =>
      validateRequestWithBody(AUTH_TOKEN, signatureOf(webhook), webhook.url, JSON.stringify(body));
    expect(webhook.url).toMatch(/\?bodySHA256=[0-9a-f]{64}$/);
    expect(check(json)).toBe(true);
    expect(check([])).toBe(false);
  });
});

describe('a delivery', () => {
  it('waits no longer for an answer than its product does, and is ended then', async () => {
    const { clock, timeline, deliveries, received } = setUp(() => 'never');
    const ended = jest.fn();
    void deliveries.deliver(MESSAGE).then(ended);
    await clock.advance(4_999);
    expect(ended).not.toHaveBeenCalled();
    expect(deliveries.running).toBe(1);
    expect(received[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(ended).toHaveBeenCalledWith({ status: 0, body: 'no answer in time' });
    expect(received[0]?.signal.aborted).toBe(true);
    expect(deliveries.running).toBe(0);
    expect(timeline.entries.at(-1)).toMatchObject({ ms: 5_000, status: 0, outcome: 'no answer' });
  });

  it('that fails is sent again as often as it may be, with a count that says so', async () => {
    const { clock, deliveries, received } = setUp(() => ({ status: 503, body: '' }));
    void deliveries.deliver({ ...MESSAGE, retries: 2 });
    await clock.advance(0);
    expect(received.map(({ webhook }) => webhook.form?.RetryCount)).toEqual(['0', '1', '2']);
    for (const { webhook } of received)
      expect(validateRequest(AUTH_TOKEN, signatureOf(webhook), webhook.url, { ...webhook.form })).toBe(true);
  });

  it('is sent again after a timeout, while the first may still be at work', async () => {
    const { clock, deliveries, received } = setUp((n) => (n === 0 ? 'never' : { status: 200, body: '' }));
    const ended = jest.fn();
    void deliveries.deliver({ ...MESSAGE, retries: 1 }).then(ended);
    await clock.advance(5_000);
    expect(received.map(({ atMs }) => atMs)).toEqual([0, 5_000]);
    expect(ended).toHaveBeenCalledWith({ status: 200, body: '' });
  });

  it('is sent once if it succeeds, if nothing may be repeated, or if its failure is none that is repeated', async () => {
    for (const [status, options] of [
      [200, { retries: 3 }],
      [204, { retries: 3 }],
      [503, {}],
      [500, { retries: 3, isRepeated: ({ status: given }: { status: number }) => given === 503 }],
    ] as const) {
      const { clock, deliveries, received } = setUp(() => ({ status, body: '' }));
      void deliveries.deliver({ ...MESSAGE, ...options });
      await clock.advance(0);
      expect(received).toHaveLength(1);
    }
  });

  it('to a server that nobody can reach has no status', async () => {
    const { clock, deliveries } = setUp(() => new Error('connect ECONNREFUSED'));
    const ended = jest.fn();
    void deliveries.deliver(MESSAGE).then(ended);
    await clock.advance(0);
    expect(ended).toHaveBeenCalledWith({ status: 0, body: 'connect ECONNREFUSED' });
  });

  it('is sent after its cause, never within it', () => {
    const { deliveries, received } = setUp();
    void deliveries.deliver(MESSAGE);
    expect(received).toEqual([]);
  });
});

describe('the weather between Twilio and our server', () => {
  it('loses a delivery', async () => {
    const { clock, timeline, deliveries, received } = setUp();
    deliveries.weather = { copies: () => [] };
    expect(await deliveries.deliver(MESSAGE)).toEqual({ status: 0, body: '' });
    await clock.advance(60_000);
    expect(received).toEqual([]);
    expect(timeline.entries).toMatchObject([{ title: 'onMessageAdded', outcome: 'lost' }]);
  });

  it('doubles it, and delays each copy by itself', async () => {
    const { clock, deliveries, received } = setUp();
    deliveries.weather = { copies: () => [0, 0, 700] };
    void deliveries.deliver(MESSAGE);
    await clock.advance(1_000);
    expect(received.map(({ atMs }) => atMs)).toEqual([0, 0, 700]);
    expect(new Set(received.map(({ webhook }) => signatureOf(webhook))).size).toBe(1);
  });

  it('changes the order of two deliveries', async () => {
    const { clock, deliveries, received } = setUp();
    deliveries.weather = { copies: ({ title }) => [title === 'onConversationAdded' ? 300 : 0] };
    void deliveries.deliver({ ...MESSAGE, title: 'onConversationAdded', form: { n: '1' } });
    void deliveries.deliver({ ...MESSAGE, form: { n: '2' } });
    await clock.advance(300);
    expect(received.map(({ webhook }) => webhook.form?.n)).toEqual(['2', '1']);
  });
});
