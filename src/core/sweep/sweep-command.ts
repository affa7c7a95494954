import * as v from 'valibot';
import type { BackendCommand } from '../endpoints/backend-endpoint';
import { requestIdSchema } from '../endpoints/command';
import { booleanSchema, optionalSchema } from '../endpoints/input-schemas';
import { openRouting } from '../routing/open-routing';
import { sweep } from './sweep';
import { cursorSchema, FIRST_CURSOR } from './sweep-cursor';

const sweepInput = v.object({
  /** Report only if absent. */
  apply: v.optional(booleanSchema, false),
  cursor: cursorSchema,
  requestId: optionalSchema(requestIdSchema),
});

/** Finds the customers whom nobody reported. */
export const sweepCommand: BackendCommand<typeof sweepInput> = {
  url: '/backend/sweep',
  input: sweepInput,
  run: ({ cursor = FIRST_CURSOR, apply }, invocation) => sweep(cursor, apply, openRouting(invocation)),
};
