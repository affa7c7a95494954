import fc from 'fast-check';
import { LOG_FIELDS, toLogLine } from '../../src/core/log';

describe('a log line', () => {
  it('holds nothing but the allowed fields', () => {
    const line = toLogLine('info', {
      outcome: 'routed',
      body: 'Hello',
      author: 'Ella',
      calls: 3,
      alert: true,
    });
    expect(line).toEqual({ level: 'info', outcome: 'routed', calls: 3, alert: true });
  });

  it('lets no address through, even under an allowed name', () => {
    const line = toLogLine('info', { reason: '+12025550143', outcome: 'ella@example.com', code: 45355 });
    expect(line).toEqual({ level: 'info', code: 45355 });
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...LOG_FIELDS, 'other'), fc.anything()), (facts) => {
        const line = toLogLine('error', facts);
        expect(line.level).toBe('error');
        expect(Object.keys(line)).not.toContain('other');
      }),
    );
  });
});
