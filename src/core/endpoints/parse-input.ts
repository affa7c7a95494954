import * as v from 'valibot';
import { InputError } from './input-error';

/**
 * Reads parameters by their schema.
 *
 * @throws InputError naming the fields that are missing or wrong
 */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  given: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  throw InputError.fromIssues(result.issues);
}
