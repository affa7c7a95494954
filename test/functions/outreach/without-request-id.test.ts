import { CUSTOMER_NUMBER } from '../../support/deployment';
import { CONTENT_SID, messages, SMS, TEXT, withAgents } from './outreach-deployment';

const WHATSAPP = '/agent/click-to-whatsapp';
const TEMPLATE = { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID };

describe('without a requestId, a request within a minute', () => {
  it.each<[string, string, object, object]>([
    ['the number is written differently', SMS, TEXT, { ...TEXT, to: '+1 202 555-0143' }],
    ['the number has its prefix', WHATSAPP, TEMPLATE, { ...TEMPLATE, to: `whatsapp:${CUSTOMER_NUMBER}` }],
    [
      'the keys of objects come in another order',
      SMS,
      { ...TEXT, attributes: { a: [1, 2], b: { c: null, d: 'x', e: true }, f: 1 } },
      { attributes: { f: 1, b: { e: true, c: null, d: 'x' }, a: [1, 2] }, ...TEXT },
    ],
  ])('is the same although %s', async (_, url, parameters, again) => {
    const { deployment, ada } = withAgents();
    const first = await deployment.callAgent(ada, url, parameters);
    expect(await deployment.callAgent(ada, url, again)).toMatchObject({ status: 201, body: first.body });
    expect(messages(deployment)).toHaveLength(1);
  });

  it.each<[string, string, object, object]>([
    ['text', SMS, TEXT, { ...TEXT, body: 'Hello' }],
    ['template', WHATSAPP, TEMPLATE, { ...TEMPLATE, contentSid: `HX${'c1'.repeat(16)}` }],
    ['variables', WHATSAPP, TEMPLATE, { ...TEMPLATE, contentVariables: { 1: 'Ella' } }],
    [
      'attributes',
      SMS,
      { ...TEXT, attributes: { a: { b: [1, 2] } } },
      { ...TEXT, attributes: { a: { b: [2, 1] } } },
    ],
  ])('is another one if it has another %s', async (_, url, parameters, other) => {
    const { deployment, ada } = withAgents();
    await deployment.callAgent(ada, url, parameters);
    expect(await deployment.callAgent(ada, url, other)).toMatchObject({
      status: 409,
      body: { code: 'conversation_already_open', details: { with: 'you' } },
    });
    expect(messages(deployment)).toHaveLength(1);
  });
});

it('without a requestId, the same text is sent again once the minute and the Conversation are over', async () => {
  const { deployment, ada } = withAgents();
  await deployment.callAgent(ada, SMS, TEXT);
  await deployment.settle();
  ada.accept();
  ada.complete();
  await deployment.settle(61_000);
  expect((await deployment.callAgent(ada, SMS, TEXT)).status).toBe(201);
  expect(messages(deployment)).toEqual([TEXT.body, TEXT.body]);
});
