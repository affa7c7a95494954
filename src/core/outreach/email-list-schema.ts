import * as v from 'valibot';

const PROBLEM = 'must be one or several mail addresses, separated by commas';
const MAX_ADDRESSES = 20;

/** Mail addresses: a list, or, as a flat form can only send it, a text with commas between them. */
export const emailListSchema = v.pipe(
  v.union(
    [
      v.pipe(
        v.string(),
        v.transform((text) => text.split(',')),
      ),
      v.array(v.string()),
    ],
    PROBLEM,
  ),
  v.array(v.pipe(v.string(), v.trim(), v.maxLength(320, PROBLEM), v.email(PROBLEM)), PROBLEM),
  v.minLength(1, PROBLEM),
  v.maxLength(MAX_ADDRESSES, `must not be more than ${MAX_ADDRESSES} addresses`),
);
