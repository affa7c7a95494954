import { errorFromAnswer, errorFromFailure } from '../../src/core/twilio/request-error-from';

describe('an answer that brings no result', () => {
  const read = (status: number, body: string, headers: Record<string, string | string[]> = {}) =>
    errorFromAnswer({ status, headers, body }, 'GET x');

  it.each([
    [204, ''],
    [200, '{}'],
  ])('is none of %d %j', (status, body) => {
    expect(read(status, body)).toBeUndefined();
  });

  it.each([
    [0, '{}', 'unavailable'],
    [300, '{}', 'unavailable'],
    [302, '{}', 'unavailable'],
    [200, 'null', 'unavailable'],
    [200, '"text"', 'unavailable'],
    [408, '{}', 'unavailable'],
    [429, '{}', 'rate_limited'],
    [404, 'not JSON', 'rejected'],
    [499, '{"code":"20404"}', 'rejected'],
    [500, '{}', 'unavailable'],
  ])('of %d %j is %s', (status, body, kind) => {
    expect(read(status, body)).toMatchObject({ kind, status, code: undefined });
  });

  it.each([45780, 45796])('with the error %d is to be sent again, whatever its status', (code) => {
    expect(read(409, JSON.stringify({ code }))).toMatchObject({
      kind: 'rate_limited',
      code,
      didNothing: true,
    });
  });

  it('is waited for as long as it says in seconds, in no other form', () => {
    expect(read(503, '{}', { 'retry-after': '20' })?.retryAfterMs).toBe(20_000);
    for (const header of ['Wed, 21 Oct 2026 07:28:00 GMT', 'in 2', '2 s', ['2'], ['1', '2']])
      expect(read(429, '{}', { 'retry-after': header })?.retryAfterMs).toBeUndefined();
  });

  it('because no connection was made is told from one that broke', () => {
    const failed = (code: unknown) => errorFromFailure(Object.assign(new Error('x'), { code }), 'GET x');
    expect(failed('ENOTFOUND')).toMatchObject({ kind: 'unreachable', didNothing: true });
    expect(failed('EPIPE')).toMatchObject({ kind: 'unavailable', didNothing: false });
    expect(failed(5)).toMatchObject({ kind: 'unavailable' });
    for (const cause of ['text', null])
      expect(errorFromFailure(cause, 'GET x')).toMatchObject({ kind: 'unavailable', cause });
  });

  it('says in its message what was asked and what came, no more', () => {
    expect(String(errorFromFailure(new Error('secret'), 'GET x'))).toBe(
      'TwilioRequestError: GET x: unavailable',
    );
    expect(String(read(404, '{"code":20404,"message":"secret"}'))).toBe(
      'TwilioRequestError: GET x: rejected 404 20404',
    );
  });
});
