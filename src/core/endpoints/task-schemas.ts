import { integerSchema, textSchema } from './input-schemas';

/** https://www.twilio.com/docs/taskrouter/api/task */
export const MAX_TASK_TIMEOUT_SECONDS = 1_209_600;
const MAX_PRIORITY = 2_147_483_647;

/** The priority of a task. */
export const prioritySchema = integerSchema(0, MAX_PRIORITY);

/** How long a task may wait and be worked at. */
export const timeoutSecondsSchema = integerSchema(1, MAX_TASK_TIMEOUT_SECONDS);

/** The unique name of a task channel. */
export const taskChannelSchema = textSchema(64);
