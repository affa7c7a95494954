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

  it('from no other sender', async () => {
    const { deployment, ada } = withAgents({ table: TABLE });
    expect(await deployment.callAgent(ada, SMS, { ...TEXT, from: '+491701234567' })).toMatchObject({
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

  it('the country of a number that we have on WhatsApp only', async () => {
    const { deployment, ada } = withAgents({
      table: { addresses: { [`whatsapp:${BUSINESS_NUMBER}`]: outbound } },
    });
    expect((await deployment.callAgent(ada, WHATSAPP, TEMPLATE)).status).toBe(201);
  });
});
