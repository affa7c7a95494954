import * as v from 'valibot';

/** No list, whose keys are numbers. */
const name = v.pipe(v.string(), v.regex(/\D/, 'must be a name'));

/** JSON that a form holds as a text, and that a JSON body may hold as it is; what the text says is for others to read. */
export const textOrObject = v.union(
  [v.pipe(v.string(), v.maxLength(65_536)), v.record(name, v.unknown())],
  'must be JSON',
);
