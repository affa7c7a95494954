import type { Server } from 'node:http';
import { close, listen } from '../../simulator/http/listen';
import { createRestServer } from '../../simulator/http/rest-server';
import { callRest } from './rest-caller';
import { autoCreate, receive, subscribeService, twilioWithHooks } from './twilio-with-hooks';

const SERVICES = 'GET https://sync.twilio.com/v1/Services';

describe('the control API', () => {
  let server: Server;
  let url = '';
  let hooks: ReturnType<typeof twilioWithHooks>;

  beforeEach(async () => {
    hooks = twilioWithHooks();
    server = createRestServer(hooks.twilio);
    url = `http://127.0.0.1:${await listen(server, 0)}/embedded-twilio`;
  });
  afterEach(() => close(server));

  const send = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('makes calls fail, shows what is left of the weather, and makes it fair again', async () => {
    const rule = { operation: 'ListService', kind: 'status', status: 503, times: 2 };
    expect((await send('PUT', 'weather', { calls: [rule] })).body).toMatchObject({ calls: [rule] });
    expect((await callRest(hooks.twilio, SERVICES)).status).toBe(503);
    expect((await callRest(hooks.twilio, SERVICES)).status).toBe(503);
    expect((await send('GET', 'weather')).body).toMatchObject({ calls: [] });
    expect((await callRest(hooks.twilio, SERVICES)).status).toBe(200);

    await send('PUT', 'weather', { calls: [{ kind: 'status' }], rateLimits: true, latencyMs: 0 });
    expect((await callRest(hooks.twilio, SERVICES)).status).toBe(500);
    expect((await send('DELETE', 'weather')).body).toEqual({
      calls: [],
      deliveries: [],
      latencyMs: 0,
      rateLimits: false,
      seed: 1,
    });
    expect((await callRest(hooks.twilio, SERVICES)).status).toBe(200);
  });

  it.each([
    ['doubled', 1, 1],
    ['concurrent', 2, 0],
    ['late', 0, 1],
    ['lost', 0, 0],
  ])('makes webhooks %s', async (kind, atOnce, later) => {
    autoCreate(hooks.twilio);
    subscribeService(hooks.twilio, ['onMessageAdded']);
    await send('PUT', 'weather', {
      deliveries: [{ event: 'onMessageAdded', kind, delayMs: 1_000, times: 1 }],
    });
    await receive(hooks.twilio);
    expect(await hooks.events()).toHaveLength(atOnce);
    await hooks.clock.advance(1_000);
    expect(await hooks.events()).toHaveLength(later);
    expect((await send('GET', 'weather')).body).toMatchObject({ deliveries: [] });
    await receive(hooks.twilio, 'Again');
    expect(await hooks.events()).toHaveLength(1);
  });

  it('lets a later webhook overtake an earlier one, the same way for the same seed', async () => {
    autoCreate(hooks.twilio);
    subscribeService(hooks.twilio, ['onMessageAdded']);
    const orderOf = async (seed: number): Promise<string[]> => {
      await send('PUT', 'weather', { deliveries: [{ kind: 'reordered', delayMs: 1_000 }], seed });
      for (const body of ['1', '2', '3', '4', '5']) await receive(hooks.twilio, body);
      await hooks.clock.advance(1_000);
      return hooks.received.splice(0).map(({ form }) => form.Body ?? '');
    };
    const first = await orderOf(7);
    expect([...first].sort()).toEqual(['1', '2', '3', '4', '5']);
    expect(first).not.toEqual(['1', '2', '3', '4', '5']);
    expect(await orderOf(7)).toEqual(first);
    expect(await orderOf(8)).not.toEqual(first);
  });

  it.each([
    [{ calls: [{ kind: 'rain' }] }, /^calls\.0\.kind: /],
    [{ calls: [{ kind: 'status', status: 200 }] }, /^calls\.0\.status: /],
    [{ deliveries: [{ kind: 'lost', probability: 2 }] }, /^deliveries\.0\.probability: /],
    [{ wind: 3 }, /^wind: /],
  ])('refuses %j and leaves the weather as it was', async (weather, problem) => {
    await send('PUT', 'weather', { latencyMs: 0, seed: 5 });
    const { status, body } = await send('PUT', 'weather', weather);
    expect(status).toBe(400);
    expect(body.message).toMatch(problem);
    expect((await send('GET', 'weather')).body).toMatchObject({ calls: [], deliveries: [], seed: 5 });
  });

  it('offers forecasts that it takes', async () => {
    const { forecasts } = (await send('GET', 'forecasts')).body as { forecasts: { weather: object }[] };
    expect(forecasts.length).toBeGreaterThan(5);
    for (const { weather } of forecasts) expect((await send('PUT', 'weather', weather)).status).toBe(200);
  });

  it('drives the clock, and tells what happened since', async () => {
    const { body: before } = await send('GET', 'timeline?after=0');
    expect(before).toEqual({ entries: [] });
    await callRest(hooks.twilio, SERVICES);
    const { entries } = (await send('GET', 'timeline?after=0')).body as { entries: { id: number }[] };
    expect(entries).toMatchObject([{ kind: 'rest', status: 200 }]);
    expect((await send('GET', `timeline?after=${entries[0]?.id ?? 0}`)).body).toEqual({ entries: [] });

    expect((await send('GET', 'clock')).body).toEqual({ now: '2026-01-05T09:00:00.000Z', isManual: true });
    expect((await send('POST', 'clock', { advanceMs: 90_000 })).body.now).toBe('2026-01-05T09:01:30.000Z');
    expect((await send('POST', 'clock', { advanceMs: -1 })).status).toBe(400);
  });

  it('says what it does not have', async () => {
    expect((await send('GET', 'storm')).status).toBe(404);
    expect((await send('POST', 'weather')).status).toBe(405);
  });
});
