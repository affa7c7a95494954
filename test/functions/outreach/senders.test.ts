import { BUSINESS_NUMBER, CUSTOMER_NUMBER, SUPPORT_EMAIL, VIP_NUMBER } from '../../support/deployment';
import { CONTENT_SID, lastCreation, openConversations, SMS, TEXT, withAgents } from './outreach-deployment';

const WHATSAPP = '/agent/click-to-whatsapp';
const EMAIL = '/agent/click-to-email';
const TEMPLATE = { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID };
const MAIL = { to: 'ella@example.com', subject: 'Your order' };

const outbound = { outbound: true };
const TABLE = {
  addresses: {
    '+491701234567': { inbound: true },
    [BUSINESS_NUMBER]: outbound,
    [VIP_NUMBER]: outbound,
    [`whatsapp:${BUSINESS_NUMBER}`]: outbound,
    [`whatsapp:${VIP_NUMBER}`]: outbound,
    [SUPPORT_EMAIL]: outbound,
    // Looks like a number with a country of its own.
    'sales+491701234567@example.com': outbound,
  },
};
const NO_SENDER = { addresses: { [BUSINESS_NUMBER]: { inbound: true } } };

describe('an agent writes', () => {
  it.each<[string, object, string]>([
    [SMS, TEXT, BUSINESS_NUMBER],
    [SMS, { ...TEXT, from: VIP_NUMBER }, VIP_NUMBER],
    [WHATSAPP, TEMPLATE, `whatsapp:${BUSINESS_NUMBER}`],
    [WHATSAPP, { ...TEMPLATE, from: VIP_NUMBER }, `whatsapp:${VIP_NUMBER}`],
    [WHATSAPP, { ...TEMPLATE, from: `whatsapp:${VIP_NUMBER}` }, `whatsapp:${VIP_NUMBER}`],
    [EMAIL, MAIL, SUPPORT_EMAIL],
    [EMAIL, { ...MAIL, from: 'Sales+491701234567@Example.com' }, 'sales+491701234567@example.com'],
  ])('by %s with %j from %s', async (url, parameters, businessAddress) => {
    const { deployment, ada } = withAgents({ table: TABLE });
    expect((await deployment.callAgent(ada, url, parameters)).status).toBe(201);
    expect(lastCreation(deployment, 'Routing')).toMatchObject({
      properties: { attributes: { businessAddress } },
    });
  });

  it.each([
    [SMS, { ...TEXT, from: '+491701234567' }, TABLE],
    [SMS, { ...TEXT, from: BUSINESS_NUMBER }, NO_SENDER],
    [WHATSAPP, { ...TEMPLATE, from: `whatsapp:${BUSINESS_NUMBER}` }, NO_SENDER],
    [EMAIL, { ...MAIL, from: SUPPORT_EMAIL }, NO_SENDER],
  ])('%s with %j from no other sender, also where there is none', async (url, parameters, table) => {
    const settings = { OUTBOUND_ALLOWED_COUNTRIES: 'US' };
    const { deployment, ada } = withAgents({ table, settings });
    const answer = await deployment.callAgent(ada, url, parameters);
    expect(answer).toMatchObject({
      status: 403,
      body: {
        code: 'sender_not_allowed',
        message: 'The routing table does not allow this sender. Leave `from` out.',
      },
    });
  });

  it('not at all where the routing table has no sender, which the log tells', async () => {
    const { deployment, ada } = withAgents({ table: { addresses: { [BUSINESS_NUMBER]: outbound } } });
    expect(await deployment.callAgent(ada, EMAIL, MAIL)).toMatchObject({
      status: 500,
      body: { code: 'internal_error' },
      log: { alert: true, error: 'ConfigurationError', setting: 'routing.private.json' },
    });
  });
});

describe('an agent may write to', () => {
  const special =
    'Premium, shared-cost and special numbers may not be written to. Choose an ordinary number.';
  const foreign =
    'Numbers of this country may not be written to. OUTBOUND_ALLOWED_COUNTRIES names those that may.';

  it.each([
    ['no premium number', '+19005551234', special],
    [
      'no number of a country that only receives, or that only a mail address looks like',
      '+4930123456',
      foreign,
    ],
    ['no number that belongs to no country', '+883510012345678', foreign],
  ])('%s', async (_, to, message) => {
    const { deployment, ada } = withAgents({ table: TABLE });
    for (const [url, parameters] of [
      [SMS, { ...TEXT, to }],
      [WHATSAPP, { ...TEMPLATE, to: `whatsapp:${to}` }],
    ] as const)
      expect(await deployment.callAgent(ada, url, parameters)).toMatchObject({
        status: 403,
        body: { code: 'destination_not_allowed', message },
      });
    expect(openConversations(deployment)).toEqual([]);
  });

  it.each([
    'call +12025550143 please',
    '+12025550143 or +12025550144',
    '+12025550143 ext 5',
    '+12025550143;ext=5',
    'sms:+12025550143',
    'tel:+12025550143;phone-context=+49',
    'whatsapp:whatsapp:+12025550143',
  ])('no text that is more than a number: %s', async (to) => {
    const { deployment, ada } = withAgents({ table: TABLE });
    for (const [url, parameters] of [
      [SMS, { ...TEXT, to }],
      [WHATSAPP, { ...TEMPLATE, to }],
    ] as const) {
      expect(await deployment.callAgent(ada, url, parameters)).toMatchObject({
        status: 400,
        body: {
          code: 'invalid_request',
          details: {
            fields: { to: 'must be a valid telephone number with its country code, such as +14155550111' },
          },
        },
      });
    }
    expect(openConversations(deployment)).toEqual([]);
  });

  it.each([
    [SMS, TEXT],
    [WHATSAPP, TEMPLATE],
  ])('%s: a number however it is punctuated, with or without its channel', async (url, parameters) => {
    for (const to of [
      CUSTOMER_NUMBER,
      ' +1 (202) 555-0143 ',
      '+1.202.555.0143',
      `whatsapp:${CUSTOMER_NUMBER}`,
    ]) {
      const { deployment, ada } = withAgents({ table: TABLE });
      expect((await deployment.callAgent(ada, url, { ...parameters, to })).status).toBe(201);
    }
  });

  it('the country of a number that we have on WhatsApp only', async () => {
    const { deployment, ada } = withAgents({
      table: { addresses: { [`whatsapp:${BUSINESS_NUMBER}`]: outbound } },
    });
    expect((await deployment.callAgent(ada, WHATSAPP, TEMPLATE)).status).toBe(201);
  });
});
