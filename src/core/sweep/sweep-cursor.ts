import * as v from 'valibot';
import { WRONG_CURSOR } from '../endpoints/refuse-cursor';

/** Where a sweep goes on. */
export interface SweepCursor {
  readonly state: 'active' | 'inactive';
  /** Twilio's own page token. */
  readonly token?: string | undefined;
  /** How many of that page have been seen to. */
  readonly skip: number;
}

export const FIRST_CURSOR: SweepCursor = { state: 'active', skip: 0 };

const schema = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,2000}$/),
  v.transform((text) => Buffer.from(text, 'base64url').toString('utf8')),
  v.parseJson(),
  v.object({
    state: v.picklist(['active', 'inactive']),
    token: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
    skip: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000)),
  }),
);

/** The cursor of the answer before; without one a sweep starts anew. */
export const cursorSchema = v.optional(
  v.union(
    [
      v.pipe(
        v.literal(''),
        v.transform((): SweepCursor => FIRST_CURSOR),
      ),
      schema,
    ],
    WRONG_CURSOR,
  ),
);

export function encodeCursor(cursor: SweepCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}
