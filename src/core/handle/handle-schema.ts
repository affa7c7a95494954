import * as v from 'valibot';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { sidSchema } from '../sid';

/** The parameters that name one Interaction; a command's schema has these and ends with `oneHandle`. */
export const handleEntries = {
  taskSid: optionalSchema(sidSchema('WT')),
  interactionSid: optionalSchema(sidSchema('KD')),
  channelSid: optionalSchema(sidSchema('UO')),
  conversationSid: optionalSchema(sidSchema('CH')),
};

/** One of: the task, the Interaction with its Channel, or the Conversation. */
export type Handle = v.InferOutput<v.ObjectSchema<typeof handleEntries, undefined>>;

/** Checks that a command names its Interaction in exactly one way. */
export function oneHandle<Input extends Handle>() {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { taskSid, interactionSid, channelSid, conversationSid } = dataset.value;
    const hasChannel = interactionSid !== undefined || channelSid !== undefined;
    const ways = [taskSid !== undefined, hasChannel, conversationSid !== undefined].filter(Boolean).length;
    const problemWith = (name: keyof Handle, message: string): void => {
      addIssue({ message, path: [pathTo(dataset.value, name)] });
    };
    if (ways === 0) {
      problemWith('taskSid', 'is required, or interactionSid with channelSid, or conversationSid');
    } else if (ways > 1) {
      const ofChannel = interactionSid === undefined ? 'channelSid' : 'interactionSid';
      const surplus = conversationSid === undefined ? ofChannel : 'conversationSid';
      problemWith(surplus, 'must be left out: one handle names the Interaction');
    } else if (hasChannel && interactionSid === undefined) {
      problemWith('interactionSid', 'is required beside channelSid');
    } else if (hasChannel && channelSid === undefined) {
      problemWith('channelSid', 'is required beside interactionSid');
    }
  });
}

/** The parameters of a command that needs no more than to know its Interaction. */
export const ofInteractionSchema = v.pipe(
  v.object({ ...handleEntries, requestId: optionalSchema(requestIdSchema) }),
  oneHandle(),
);

function pathTo(input: Handle, key: keyof Handle): v.ObjectPathItem {
  return {
    type: 'object',
    origin: 'value',
    input: input,
    key,
    value: input[key],
  };
}
