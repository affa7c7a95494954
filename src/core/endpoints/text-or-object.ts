import * as v from 'valibot';

/** JSON that a form holds as a text, and that a JSON body may hold as it is; what the text says is for others to read. */
export const textOrObject = v.union(
  [
    v.pipe(v.string(), v.maxLength(65_536)),
    v.pipe(
      v.unknown(),
      v.check((value) => !Array.isArray(value)),
      v.record(v.string(), v.unknown()),
    ),
  ],
  'must be JSON',
);
