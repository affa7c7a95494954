import * as v from 'valibot';
import { agentAttributesSchema } from '../endpoints/attributes-schema';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { prioritySchema, taskChannelSchema, timeoutSecondsSchema } from '../endpoints/task-schemas';
import { handleEntries } from '../handle/handle-schema';
import type { TaskQueueSid, WorkerSid, WorkflowSid } from '../sid';
import { sidSchema } from '../sid';

/** Whom an Invite is for: one agent, the agents of a queue, or whomever a workflow finds. */
export type InviteTarget =
  | { readonly type: 'worker'; readonly sid: WorkerSid }
  | { readonly type: 'queue'; readonly sid: TaskQueueSid }
  | { readonly type: 'workflow'; readonly sid: WorkflowSid };

/** The parameters of an Invite: https://www.twilio.com/docs/flex/developer/conversations/interactions-api/invites-subresource */
export const inviteEntries = {
  ...handleEntries,
  workerSid: optionalSchema(sidSchema('WK')),
  queueSid: optionalSchema(sidSchema('WQ')),
  workflowSid: optionalSchema(sidSchema('WW')),
  attributes: optionalSchema(agentAttributesSchema),
  priority: optionalSchema(prioritySchema),
  timeoutSeconds: optionalSchema(timeoutSecondsSchema),
  taskChannel: optionalSchema(taskChannelSchema),
  requestId: optionalSchema(requestIdSchema),
};

export type InviteInput = v.InferOutput<v.ObjectSchema<typeof inviteEntries, undefined>>;

/** Checks that an Invite is for exactly one target. */
export function oneTarget<Input extends Pick<InviteInput, 'workerSid' | 'queueSid' | 'workflowSid'>>() {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { workerSid, queueSid, workflowSid } = dataset.value;
    const count = [workerSid, queueSid, workflowSid].filter((sid) => sid !== undefined).length;
    if (count === 1) return;
    const message =
      count === 0
        ? 'is required, or queueSid, or workflowSid'
        : 'must stand alone: an Invite is for one of workerSid, queueSid and workflowSid';
    const key = 'workerSid';
    const input = dataset.value as Record<string, unknown>;
    addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value: workerSid }] });
  });
}

/** Whom a checked Invite is for. */
export function targetOf({ workerSid, queueSid, workflowSid }: InviteInput): InviteTarget {
  if (workerSid !== undefined) return { type: 'worker', sid: workerSid };
  if (queueSid !== undefined) return { type: 'queue', sid: queueSid };
  if (workflowSid !== undefined) return { type: 'workflow', sid: workflowSid };
  throw new TypeError('an Invite without a target');
}
