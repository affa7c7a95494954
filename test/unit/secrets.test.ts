import { isSameSecret, readAuthorization, readBasicPassword } from '../../src/core/endpoints/secrets';

const requestWith = (authorization: string) => ({ request: { headers: { authorization } } });
const basic = (credentials: string) =>
  requestWith(`Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`);

describe('a secret', () => {
  it('is the same as itself only', () => {
    expect(isSameSecret('s3cret', 's3cret')).toBe(true);
    expect(isSameSecret('s3cret ', 's3cret')).toBe(false);
    expect(isSameSecret(undefined, 's3cret')).toBe(false);
  });

  it.each(['', undefined])('that was never set (%j) is known by nobody', (expected) => {
    expect(isSameSecret('', expected)).toBe(false);
    expect(isSameSecret('anything', expected)).toBe(false);
  });
});

describe('the header Authorization', () => {
  it.each(['Bearer abc', 'bearer abc', 'BEARER   abc', '  Bearer abc '])('is read from "%s"', (header) => {
    expect(readAuthorization(requestWith(header), 'Bearer')).toBe('abc');
  });

  it.each(['abc', 'Bearer', 'Basic abc', 'Basic Bearer abc', 'Bearer abc def', ''])(
    'holds no bearer token if it is "%s"',
    (header) => {
      expect(readAuthorization(requestWith(header), 'Bearer')).toBeUndefined();
    },
  );

  it.each([{}, null, { request: {} }, { request: { headers: { authorization: 5 } } }])(
    'is not there in %j',
    (event) => {
      expect(readAuthorization(event, 'Bearer')).toBeUndefined();
      expect(readBasicPassword(event)).toBeUndefined();
    },
  );

  it.each([
    ['twilio:p', 'p'],
    [':p', 'p'],
    ['twilio:', ''],
    ['twilio:p:q\nr', 'p:q\nr'],
  ])('holds of %j what stands after the first colon', (credentials, password) => {
    expect(readBasicPassword(basic(credentials))).toBe(password);
  });

  it('holds no password without a colon', () => {
    expect(readBasicPassword(basic('twilio'))).toBeUndefined();
  });
});
