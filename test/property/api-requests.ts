import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';
import { sid } from './spoiled-input';

/** A valid request to every URL that agents and the company's own servers call, for tests that spoil them. */
export const API_REQUESTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '/agent/click-to-sms': {
    to: CUSTOMER_NUMBER,
    body: 'Hello',
    from: BUSINESS_NUMBER,
    customerName: 'Ella',
    attributes: '{"orderId":17}',
    requestId: 'click-1',
  },
  '/agent/click-to-whatsapp': {
    to: CUSTOMER_NUMBER,
    contentSid: sid('HX'),
    contentVariables: '{"1":"Ella"}',
    customerName: 'Ella',
    attributes: { orderId: 17 },
  },
  '/agent/click-to-email': {
    to: 'ella@example.com',
    cc: 'joe@example.com',
    bcc: ['duke@example.com'],
    subject: 'Your order',
    body: 'It has left.',
    customerName: 'Ella',
  },
  '/agent/click-to-chat': { identity: 'ella', type: 'web', body: 'Hello', customerName: 'Ella' },
  '/backend/interactions': {
    channel: { type: 'sms', participants: [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }] },
    routing: { priority: 1, attributes: { orderId: 17 } },
    interactionContextSid: sid('HQ'),
    webhookTtid: 'flex_interactionwebhook_00000000000000000000000001',
    requestId: 'form-1',
  },
  '/backend/sweep': { apply: 'true', cursor: '' },
};
