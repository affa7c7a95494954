import { BUSINESS_NUMBER, CUSTOMER_NUMBER, SUPPORT_EMAIL } from '../../support/deployment';
import { CONTENT_SID, lastCreation, messages, SMS, TEXT, withAgents } from './outreach-deployment';

const EMAIL = '/agent/click-to-email';
const CHAT = '/agent/click-to-chat';
const WHATSAPP = '/agent/click-to-whatsapp';
const MAIL = { to: 'ella@example.com', subject: 'Your order' };

/** What the routing table says of our addresses, which gives way to what is known. */
const attributes = { team: 'parcels', subject: 'None', businessAddress: 'shop.example.com', from: 'Us' };
const entry = { outbound: true, attributes };
const TABLE = {
  addresses: {
    [BUSINESS_NUMBER]: entry,
    [`whatsapp:${BUSINESS_NUMBER}`]: entry,
    [SUPPORT_EMAIL]: entry,
  },
  channels: { chat: entry },
};

it.each<[string, object, object]>([
  [
    SMS,
    { ...TEXT, attributes: { subject: 'Parcel' } },
    { customerAddress: CUSTOMER_NUMBER, businessAddress: BUSINESS_NUMBER, subject: 'Parcel' },
  ],
  [
    WHATSAPP,
    { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID },
    {
      customerAddress: `whatsapp:${CUSTOMER_NUMBER}`,
      businessAddress: `whatsapp:${BUSINESS_NUMBER}`,
      subject: 'None',
    },
  ],
  [
    EMAIL,
    MAIL,
    { customerAddress: 'ella@example.com', businessAddress: SUPPORT_EMAIL, subject: 'Your order' },
  ],
  [
    CHAT,
    { identity: 'ella' },
    { customerAddress: 'ella', businessAddress: 'shop.example.com', subject: 'None' },
  ],
])('%s with %j tells Flex of the task who writes to whom', async (url, parameters, expected) => {
  const { deployment, ada } = withAgents({ table: TABLE });
  const { customerAddress: name } = expected as { customerAddress: string };
  expect((await deployment.callAgent(ada, url, parameters)).status).toBe(201);
  const { properties } = lastCreation(deployment, 'Routing');
  expect((properties as { attributes: object }).attributes).toEqual({
    team: 'parcels',
    from: name,
    customerName: name,
    ...expected,
    routedBy: 'flex-conversations-functions',
    requestKey: expect.stringMatching(/^[\w-]{16}$/) as string,
  });
});

it.each<[string, object]>([
  [EMAIL, MAIL],
  [CHAT, { identity: 'ella' }],
])('%s without a text writes nothing, for the agent does', async (url, parameters) => {
  const { deployment, ada } = withAgents();
  expect(Object.keys((await deployment.callAgent(ada, url, parameters)).body).sort()).toEqual([
    'channelSid',
    'conversationSid',
    'interactionSid',
    'taskSid',
  ]);
  expect(messages(deployment)).toEqual([]);
});

it.each([
  ['its variables', { contentVariables: { 1: 'Ella' } }, { ContentVariables: '{"1":"Ella"}' }],
  ['none', {}, {}],
])('a template is sent with %s', async (_, given, sent) => {
  const { deployment, ada } = withAgents();
  const answer = await deployment.callAgent(ada, WHATSAPP, {
    to: CUSTOMER_NUMBER,
    contentSid: CONTENT_SID,
    ...given,
  });
  const entry = deployment.twilio.timeline.entries.find(
    ({ kind, title }) => kind === 'rest' && /POST .*\/Messages$/.test(title),
  );
  const { body } = entry?.detail.request as { body: object };
  const { interactionSid, channelSid, taskSid } = answer.body;
  expect(body).toEqual({
    Author: 'ada_40example_2Ecom',
    ContentSid: CONTENT_SID,
    // What answers the same request once more.
    Attributes: JSON.stringify({ interactionSid, channelSid, taskSid }),
    ...sent,
  });
});
