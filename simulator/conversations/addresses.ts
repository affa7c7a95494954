import { TwilioApiError } from '../kernel/api-error';

/** The channel type of an address, e.g. `sms`; `undefined` if it is not an address. */
export function typeOfAddress(address: string): string | undefined {
  if (/^\+\d{3,15}$/.test(address)) return 'sms';
  const prefix = /^([a-z]+):.+/.exec(address)?.[1];
  return prefix ?? (address.includes('@') ? 'email' : undefined);
}

/** @see https://www.twilio.com/docs/api/errors/50407 https://www.twilio.com/docs/api/errors/50408 */
export function requireAddressType(address: string, role: 'address' | 'proxy address'): string {
  const type = address.length <= 256 ? typeOfAddress(address) : undefined;
  if (type) return type;
  throw role === 'address'
    ? new TwilioApiError(400, 50407, 'Invalid messaging binding address')
    : new TwilioApiError(400, 50408, 'Invalid messaging binding proxy address');
}
