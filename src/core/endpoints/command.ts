import * as v from 'valibot';
import type { Result } from './endpoint';
import { ownProperties } from './own-properties';
import { parseInput } from './parse-input';

/** What a command that succeeded answers. */
export interface CommandResult {
  /** 200 if absent. */
  readonly status?: 200 | 201 | 503;
  readonly body: object;
  /** What the log may say about it, beside the SIDs of the body. */
  readonly facts?: object;
}

/**
 * Runs a command of somebody who called us on purpose: its input is read when the caller has been let in.
 *
 * @param work gets a function that reads the input, or throws an InputError naming the fields
 */
export async function runCommand<Schema extends v.GenericSchema>(
  event: unknown,
  schema: Schema,
  work: (readInput: () => v.InferOutput<Schema>) => Promise<CommandResult>,
): Promise<Result> {
  const { status = 200, body, facts } = await work(() => parseInput(schema, ownProperties(event)));
  return { answer: { status, body }, facts: { outcome: 'done', ...body, ...facts } };
}

/** What callers may choose as a `requestId`: enough for every kind of unique ID. */
export const requestIdSchema = v.pipe(
  v.string('must be a text'),
  v.regex(/^[\w.:-]{1,64}$/, 'must be 1 to 64 letters, digits or one of _ . : -'),
);

/** What the caller calls this request, if they call it anything that may be repeated to them. */
export function callersRequestId(event: unknown): string | undefined {
  const { requestId } = ownProperties(event);
  return v.is(requestIdSchema, requestId) ? requestId : undefined;
}
