import { keyedDigest } from '../../src/core/outreach/keyed-digest';

it('a digest has the length that is asked for, and tells secrets and the borders of its parts apart', () => {
  const digests = [
    keyedDigest('secret', 9, 'ab', 'c'),
    keyedDigest('secret', 9, 'a', 'bc'),
    keyedDigest('other secret', 9, 'ab', 'c'),
  ];
  expect(new Set(digests).size).toBe(3);
  expect(digests).toEqual(digests.map(() => expect.stringMatching(/^[\w-]{9}$/) as string));
});
