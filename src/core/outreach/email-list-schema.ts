import * as v from 'valibot';

const PROBLEM = 'must be one or several mail addresses, separated by commas';
const MAX_ADDRESSES = 20;
const MAX_LENGTH = 320;

/** A dot-atom before the @ (RFC 5322, 3.2.3), host names after it: nothing that could begin another header. */
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/i;

/** Mail addresses: a list, or, as a flat form can only send it, a text with commas between them. */
export const emailListSchema = v.pipe(
  v.union(
    [
      v.pipe(
        v.string(),
        // Who puts a list together may leave a comma at its end.
        v.transform((text) => text.trim().replace(/,$/, '').split(',')),
      ),
      v.array(v.string()),
    ],
    PROBLEM,
  ),
  v.transform((addresses) => addresses.map((address) => address.trim())),
  v.minLength(1, PROBLEM),
  v.maxLength(MAX_ADDRESSES, `must not be more than ${MAX_ADDRESSES} addresses`),
  // One check of all: what is wrong is a parameter, not the first of its addresses.
  v.check((addresses) => addresses.every(isAddress), PROBLEM),
);

function isAddress(text: string): boolean {
  return text.length <= MAX_LENGTH && ADDRESS.test(text);
}
