import * as v from 'valibot';
import type { PresentAgent } from '../handle/located-interaction';
import { sidSchema } from '../sid';

/** After a warm transfer both agents are in; after a cold one whoever transferred leaves. */
export const TRANSFER_MODES = ['cold', 'warm'] as const;
export type TransferMode = (typeof TRANSFER_MODES)[number];

const contextSchema = v.object({
  mode: v.picklist(TRANSFER_MODES),
  /** Who transferred; absent for a supervisor who does not take part. */
  from: v.optional(
    v.object({ workerSid: sidSchema('WK'), taskSid: sidSchema('WT'), participantSid: sidSchema('UT') }),
  ),
});

/** What the task of a transfer tells about it, so that its events need nothing else. */
type TransferContext = v.InferOutput<typeof contextSchema>;

/** An agent who leaves as soon as somebody has joined. */
export type Leaving = NonNullable<TransferContext['from']>;

/**
 * What the task of a transfer is to tell.
 *
 * @param from who transfers, if they take part
 */
export function toTransferContext(mode: TransferMode, from: PresentAgent | undefined): TransferContext {
  return { mode, ...(from ? { from } : {}) };
}

/** Reads the context of a transfer from the attributes of its task. */
export function transferContextOf(
  attributes: Readonly<Record<string, unknown>>,
): TransferContext | undefined {
  const result = v.safeParse(contextSchema, attributes.transfer);
  return result.success ? result.output : undefined;
}

/** Who leaves when the task is accepted; `undefined` if it is none of a cold transfer. */
export function leavingOf(attributes: Readonly<Record<string, unknown>>): Leaving | undefined {
  const context = transferContextOf(attributes);
  return context?.mode === 'cold' ? context.from : undefined;
}
