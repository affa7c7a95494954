import { Agent } from '../../../simulator/people/agent';
import { CUSTOMER_NUMBER, VIP_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { OutreachWorld } from './outreach-deployment';
import {
  CONTENT_SID,
  messages,
  openConversations,
  refusalOf,
  SMS,
  TEXT,
  withAgents,
} from './outreach-deployment';

const WHATSAPP = '/agent/click-to-whatsapp';
const EMAIL = '/agent/click-to-email';
const CHAT = '/agent/click-to-chat';
const MAIL = { to: 'ella@example.com', subject: 'Your order' };

type World = ReturnType<typeof withAgents>;

/** Nothing was sent and nothing stays. */
function expectNothingLeft({ deployment }: World): void {
  expect(openConversations(deployment)).toEqual([]);
  expect(messages(deployment)).toEqual([]);
  expect(deployment.liveTasks).toEqual([]);
}

describe('a request that is not well-formed names its fields', () => {
  it.each(
    (
      [
        [SMS, {}, { to: 'is required' }],
        [SMS, { to: 'Ella' }, { to: expect.stringContaining('valid telephone number') as string }],
        [SMS, { to: '0171 1234567' }, { to: expect.any(String) as string }],
        [SMS, { to: ['+12025550143'] }, { to: 'must be a text' }],
        [SMS, { to: { number: '+12025550143' } }, { to: 'must be a text' }],
        [SMS, { ...TEXT, body: 'x'.repeat(1_601) }, { body: 'must not be longer than 1600 characters' }],
        [SMS, { ...TEXT, requestId: 'no spaces please' }, { requestId: expect.any(String) as string }],
        [SMS, { ...TEXT, attributes: 'not JSON' }, { attributes: 'must be an object, or an object as JSON' }],
        [
          SMS,
          { ...TEXT, attributes: 'x'.repeat(5_000) },
          { attributes: 'must be an object, or an object as JSON' },
        ],
        [SMS, { ...TEXT, attributes: 'null' }, { attributes: 'must be an object, or an object as JSON' }],
        [SMS, { ...TEXT, attributes: [1] }, { attributes: 'must be an object, or an object as JSON' }],
        [
          SMS,
          { ...TEXT, attributes: '{"__proto__":{"isAdmin":true}}' },
          { attributes: 'must not have __proto__' },
        ],
        [
          SMS,
          { ...TEXT, attributes: { deep: { constructor: 1 } } },
          { attributes: 'must not have constructor' },
        ],
        [
          SMS,
          { ...TEXT, attributes: { conversationSid: 'CH1' } },
          { attributes: 'must not have conversationSid' },
        ],
        [
          SMS,
          { ...TEXT, attributes: { customerAddress: '1', businessAddress: '2' } },
          { attributes: 'must not have customerAddress, businessAddress' },
        ],
        [
          SMS,
          { ...TEXT, attributes: { text: 'x'.repeat(4_096) } },
          { attributes: 'must not be larger than 4096 bytes' },
        ],
        [WHATSAPP, { to: CUSTOMER_NUMBER }, { contentSid: 'is required' }],
        [WHATSAPP, { to: CUSTOMER_NUMBER, contentSid: 'HX1' }, { contentSid: expect.any(String) as string }],
        [
          WHATSAPP,
          { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID, contentVariables: '[]' },
          { contentVariables: expect.any(String) as string },
        ],
        [EMAIL, { to: MAIL.to }, { subject: 'is required' }],
        [EMAIL, { ...MAIL, subject: 'Hello\r\nBcc: joe@example.com' }, { subject: 'must be one line' }],
        [EMAIL, { ...MAIL, subject: 'Hello\nyou' }, { subject: 'must be one line' }],
        [EMAIL, { ...MAIL, subject: 'Hello\ryou' }, { subject: 'must be one line' }],
        [EMAIL, { ...MAIL, to: 'ella' }, { to: expect.stringContaining('mail addresses') as string }],
        [
          EMAIL,
          { ...MAIL, cc: 'a@example.com, b' },
          { cc: expect.stringContaining('mail addresses') as string },
        ],
        [CHAT, {}, { identity: 'is required' }],
        [CHAT, { identity: 'ella', type: 'carrier pigeon' }, { type: 'must be chat or web' }],
      ] as const
    ).map(([url, parameters, fields]) => ({
      url,
      parameters,
      fields,
      names: Object.keys(fields).join(', '),
    })),
  )('$url: $names', async ({ url, parameters, fields }) => {
    const world = withAgents();
    const refusal = await refusalOf(world.deployment.callAgent(world.ada, url, parameters));
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request', details: { fields } });
    // Only the token is looked at.
    expect(refusal.calls).toBe(1);
    expectNothingLeft(world);
  });
});

describe('an address that Twilio refuses', () => {
  const refuse = (world: OutreachWorld, status: number, code: number) =>
    world.deployment.twilio.faults.add({
      operation: 'CreateConversationWithParticipants',
      kind: 'status',
      status,
      code,
    });

  it.each([50_407, 50_409])('is wrong input: %d', async (code) => {
    const world = withAgents();
    refuse(world, 400, code);
    expect(await refusalOf(world.deployment.callAgent(world.ada, SMS, TEXT))).toEqual({
      status: 400,
      code: 'invalid_request',
      details: { fields: { to: 'is refused by Twilio as an address. Choose another number.' } },
      calls: 2,
    });
    expectNothingLeft(world);
  });

  it('is ours, not wrong input, if it is the sender', async () => {
    const world = withAgents();
    refuse(world, 400, 50_408);
    expect(await refusalOf(world.deployment.callAgent(world.ada, SMS, TEXT))).toMatchObject({ status: 500 });
    expectNothingLeft(world);
  });
});

describe('what toll fraud lives on is refused', () => {
  it.each([
    ['a premium number', '+19005551234'],
    ['a shared-cost number', '+441843123456789'.slice(0, 13)],
    ['a toll-free number', '+18005551234'],
    ['a country that none of our senders is of', '+491701234567'],
  ])('%s', async (_, to) => {
    const world = withAgents();
    const refusal = await refusalOf(world.deployment.callAgent(world.ada, SMS, { ...TEXT, to }));
    expect(refusal).toMatchObject({ status: 403, code: 'destination_not_allowed' });
    expectNothingLeft(world);
  });

  it('by the settings instead of the senders, where they say', async () => {
    const world = withAgents({ settings: { OUTBOUND_ALLOWED_COUNTRIES: 'DE, CH' } });
    const { deployment, ada } = world;
    expect((await deployment.callAgent(ada, SMS, { ...TEXT, to: '+491701234567' })).status).toBe(201);
    expect(await refusalOf(deployment.callAgent(ada, SMS, TEXT))).toMatchObject({
      code: 'destination_not_allowed',
    });
  });

  it.each([
    [SMS, { ...TEXT, from: '+14155550100' }],
    [SMS, { ...TEXT, from: VIP_NUMBER }],
    [WHATSAPP, { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID, from: '+14155550122' }],
    [EMAIL, { ...MAIL, from: 'ceo@example.com' }],
  ])('%s from a sender that the routing table does not list as outbound', async (url, parameters) => {
    const world = withAgents();
    const refusal = await refusalOf(world.deployment.callAgent(world.ada, url, parameters));
    expect(refusal).toMatchObject({ status: 403, code: 'sender_not_allowed' });
    expectNothingLeft(world);
  });

  it('a customer who has opted out, as Twilio told us', async () => {
    const { deployment, ada } = withAgents();
    const calm = deployment.twilio.faults.add({
      operation: 'CreateConversationMessage',
      kind: 'status',
      status: 400,
      code: 21610,
    });
    const { body } = await deployment.callAgent(ada, SMS, TEXT);
    expect(body).toMatchObject({ messageSent: false, messageError: 21610 });
    calm();
    await deployment.settle();
    ada.accept();
    ada.complete();
    await deployment.settle(60_000);
    const refusal = await refusalOf(deployment.callAgent(ada, SMS, { ...TEXT, body: 'Once more' }));
    expect(refusal).toMatchObject({ status: 403, code: 'destination_opted_out' });
    expect(openConversations(deployment)).toEqual([]);
  });
});

it('a customer who has opted out, as a delivery receipt tells later', async () => {
  const { deployment, ada } = withAgents();
  const { body } = await deployment.callAgent(ada, SMS, TEXT);
  await deployment.settle();
  const [conversation] = openConversations(deployment);
  const [customer] = conversation?.participants.values() ?? [];
  const receipt = {
    EventType: 'onDeliveryUpdated',
    ConversationSid: body.conversationSid,
    ParticipantSid: customer?.sid,
    Status: 'undelivered',
  };
  const other = await deployment.call('/webhooks/conversations', { ...receipt, ErrorCode: '30003' });
  expect(other).toMatchObject({ calls: 0, body: { outcome: 'ignored', reason: 'uninteresting' } });
  const ofNobody = { ...receipt, ParticipantSid: `MB${'9'.repeat(32)}`, ErrorCode: 21610 };
  expect((await deployment.call('/webhooks/conversations', ofNobody)).body).toEqual({
    outcome: 'ignored',
    reason: 'uninteresting',
  });
  const told = await deployment.call('/webhooks/conversations', { ...receipt, ErrorCode: 21610 });
  expect(told).toMatchObject({ status: 200, body: { outcome: 'ignored', reason: 'opted_out' } });
  ada.accept();
  ada.complete();
  await deployment.settle(60_000);
  const refusal = await refusalOf(deployment.callAgent(ada, SMS, { ...TEXT, body: 'Once more' }));
  expect(refusal).toMatchObject({ status: 403, code: 'destination_opted_out' });
});

describe('who may not', () => {
  it.each([SMS, WHATSAPP, EMAIL, CHAT])(
    '%s without a token, with a wrong one, or with an expired one',
    async (url) => {
      const world = withAgents();
      const { deployment, ada } = world;
      expect(await refusalOf(deployment.call(url, TEXT))).toMatchObject({
        status: 401,
        code: 'token_missing',
        calls: 0,
      });
      expect(await refusalOf(deployment.call(url, { ...TEXT, Token: 'wrong' }))).toMatchObject({
        status: 401,
        code: 'token_invalid',
      });
      await deployment.settle(13 * 3_600_000);
      expect(await refusalOf(deployment.callAgent(ada, url, TEXT))).toMatchObject({
        status: 401,
        code: 'token_invalid',
      });
      expectNothingLeft(world);
    },
  );

  it('a guest, or a role without rights', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    const { tokens, clock } = deployment.twilio;
    const expiresAtMs = clock.now() + 3_600_000;
    tokens.issue('guest', { identity: 'guest', roles: ['guest'], expiresAtMs });
    tokens.issue('viewer', { identity: 'viewer', roles: ['wfo.viewer'], workerSid: ada.sid, expiresAtMs });
    for (const Token of ['guest', 'viewer']) {
      expect(await refusalOf(deployment.call(SMS, { ...TEXT, Token }))).toMatchObject({
        status: 403,
        code: 'not_an_agent',
      });
    }
    expectNothingLeft(world);
  });

  it('nobody is refused as unauthorized because the token service is away', async () => {
    const { deployment, ada } = withAgents();
    const away = {
      ...deployment.platform(),
      transport: () => Promise.resolve({ status: 503, headers: {}, body: '' }),
    };
    expect(await refusalOf(settled(deployment, deployment.callAgent(ada, SMS, TEXT, away)))).toMatchObject({
      status: 503,
      code: 'upstream_unavailable',
    });
  });

  it('an agent who is not available, before anything is sent', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    ada.setActivity('Break');
    for (const [url, parameters] of [
      [SMS, TEXT],
      [WHATSAPP, { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID }],
      [EMAIL, MAIL],
      [CHAT, { identity: 'ella' }],
    ] as const) {
      expect(await refusalOf(deployment.callAgent(ada, url, parameters))).toMatchObject({
        status: 409,
        code: 'agent_not_available',
      });
    }
    expectNothingLeft(world);
    ada.setActivity('Available');
    expect((await deployment.callAgent(ada, SMS, TEXT)).status).toBe(201);
  });
});

describe('too many', () => {
  it('of one agent within an hour; another agent may, and this one again when the hour has passed', async () => {
    const { deployment, ada, grace } = withAgents({ settings: { OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: '3' } });
    const to = (index: number) => ({ ...TEXT, to: `+1202555010${index}` });
    for (let index = 0; index < 3; index++) {
      expect((await deployment.callAgent(ada, SMS, to(index))).status).toBe(201);
    }
    const refusal = await refusalOf(deployment.callAgent(ada, SMS, to(3)));
    expect(refusal).toMatchObject({ status: 429, code: 'rate_limited' });
    const { retryAfterSeconds } = refusal.details as { retryAfterSeconds: number };
    expect(openConversations(deployment)).toHaveLength(3);
    expect((await deployment.callAgent(grace, SMS, to(4))).status).toBe(201);
    await deployment.settle(retryAfterSeconds * 1_000);
    expect((await deployment.callAgent(ada, SMS, to(3))).status).toBe(201);
  });

  it('destinations in a loop stop at the ceiling of the day, across instances', async () => {
    const { deployment } = withAgents({
      settings: { OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: '1000', OUTBOUND_LIMIT_PER_DAY: '40' },
    });
    const { agents } = deployment.account;
    const statuses: number[] = [];
    for (let index = 0; index < 1_000; index++) {
      const to = `+1202555${String(index).padStart(4, '0')}`;
      const answer = await deployment.callAgent(agents[index % 2], SMS, { ...TEXT, to, body: '' });
      statuses.push(answer.status);
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(40);
    expect(new Set(statuses.slice(40))).toEqual(new Set([429]));
    expect(openConversations(deployment)).toHaveLength(40);
  });

  it('nothing is sent while it cannot be counted', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    const broken = faultingDocuments(deployment.platform());
    expect(await refusalOf(settled(deployment, deployment.callAgent(ada, SMS, TEXT, broken)))).toMatchObject({
      status: 503,
    });
    expectNothingLeft(world);
  });
});

/** Everything of Sync works but the ledger. */
function faultingDocuments(platform: ReturnType<World['deployment']['platform']>) {
  const { transport } = platform;
  return {
    ...platform,
    transport: ((request, signal) =>
      request.body?.includes('UniqueName=outreach&') === true
        ? Promise.resolve({ status: 500, headers: {}, body: '{"code":20500}' })
        : transport(request, signal)) as typeof transport,
  };
}

describe('a browser that is allowed', () => {
  it('reads every answer, errors included; another one reads none', async () => {
    const { deployment } = withAgents();
    const from = (origin: string) =>
      deployment.call(SMS, { request: { headers: { origin }, cookies: {} }, ...TEXT });
    const allowed = await from('https://flex.twilio.com');
    expect(allowed.status).toBe(401);
    expect(allowed.headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://flex.twilio.com',
      Vary: 'Origin',
    });
    const other = await from('https://evil.example');
    expect(other.headers).not.toHaveProperty('Access-Control-Allow-Origin');
    expect(other.headers).toMatchObject({ Vary: 'Origin' });
  });
});

it('a supervisor may reach out too', async () => {
  const { deployment, ada } = withAgents();
  const supervisor = new Agent(deployment.twilio, ada.worker, ['supervisor']);
  expect((await deployment.callAgent(supervisor, SMS, TEXT)).status).toBe(201);
});
