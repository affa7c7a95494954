import { BACKEND_API_KEY, BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';
import { teamWithCustomer } from '../support/team';
import { CONTENT_SID } from './outreach/outreach-deployment';

const OBJECTS = `${'{"a":'.repeat(12_000)}1${'}'.repeat(12_000)}`;
const LISTS = `{"a":${'['.repeat(12_000)}${']'.repeat(12_000)}}`;

const sms = { to: CUSTOMER_NUMBER, body: 'Hello' };
const whatsapp = { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID };
const participants = [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }];
const backend = { channel: { type: 'sms', participants }, requestId: 'order-1' };

describe('an object of thousands of levels is refused as a parameter, not as a defect of ours:', () => {
  const parameters = [
    ['/agent/click-to-sms', 'attributes', (given: unknown) => ({ ...sms, attributes: given })],
    [
      '/agent/click-to-whatsapp',
      'contentVariables',
      (given: unknown) => ({ ...whatsapp, contentVariables: given }),
    ],
    [
      '/agent/participants/add',
      'mediaProperties',
      (given: unknown) => ({
        conversationSid: `CH${'1'.repeat(32)}`,
        type: 'external',
        mediaProperties: given,
      }),
    ],
    [
      '/agent/invite',
      'attributes',
      (given: unknown) => ({ taskSid: `WT${'1'.repeat(32)}`, attributes: given }),
    ],
    ['/backend/interactions', 'channel', (given: unknown) => ({ ...backend, channel: given })],
    [
      '/backend/interactions',
      'routing',
      (given: unknown) => ({ ...backend, routing: { attributes: given } }),
    ],
  ] as const;
  const cases = parameters.flatMap(([url, field, parametersOf]) => [
    { url, field, as: 'JSON of objects', parameters: parametersOf(OBJECTS) },
    { url, field, as: 'JSON of lists', parameters: parametersOf(LISTS) },
    { url, field, as: 'an object', parameters: parametersOf(JSON.parse(OBJECTS)) },
  ]);

  it.each(cases)('$field of $url as $as', async ({ url, field, parameters }) => {
    const { deployment, ada } = await teamWithCustomer();
    const request = {
      headers: { authorization: `Bearer ${url.startsWith('/agent') ? ada.token : BACKEND_API_KEY}` },
    };
    const { status, body } = await deployment.call(url, { request, ...parameters });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    const { fields } = body.details as { fields: Record<string, string> };
    expect(Object.entries(fields)).toEqual([
      [expect.stringMatching(new RegExp(`^${field}\\b`)), 'must not be nested deeper than 20 levels'],
    ]);
  });
});
