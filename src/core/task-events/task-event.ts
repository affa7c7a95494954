import * as v from 'valibot';
import { InputError } from '../endpoints/input-error';
import { ownProperties } from '../endpoints/own-properties';
import { parseInput } from '../endpoints/parse-input';
import { textOrObject } from '../endpoints/text-or-object';
import type { ConversationSid, TaskQueueSid, TaskSid, WorkerSid } from '../sid';
import { isSid, sidSchema } from '../sid';
import type { AcceptedTransfer } from '../transfer/finish-transfer';
import { leavingOf } from '../transfer/transfer-context';
import { channelOf } from '../twilio/channel-of';
import { flexAttributesOf, parseTaskAttributes } from '../twilio/interaction-task';
import type { ChannelHandle } from '../twilio/interactions';

/**
 * The events after which a task will never reach an agent again. One timeout fires several of them.
 *
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 * @see https://www.twilio.com/docs/flex/developer/conversations/best-practices
 */
const TERMINAL_TASK_EVENTS = [
  'workflow.timeout',
  'workflow.skipped',
  'task.canceled',
  'task.deleted',
  'task.system-deleted',
] as const;

type TerminalTaskEventType = (typeof TERMINAL_TASK_EVENTS)[number];

/** The end of a task of an Interaction. */
export interface TerminalTaskEvent {
  readonly type: TerminalTaskEventType;
  readonly taskSid: TaskSid;
  readonly conversationSid: ConversationSid;
  readonly channel: ChannelHandle;
  /** All attributes of the task. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly ageSeconds?: number;
  readonly queueSid?: TaskQueueSid;
  readonly workerSid?: WorkerSid;
}

/** Somebody has accepted the task of a cold transfer. */
export interface TransferAcceptedEvent extends AcceptedTransfer {
  readonly type: 'reservation.accepted';
}

/** Whatever it tells, nothing comes of it. */
interface UninterestingTaskEvent {
  readonly type: 'uninteresting';
  readonly conversationSid?: undefined;
  readonly taskSid?: undefined;
}

export type TaskEvent = TerminalTaskEvent | TransferAcceptedEvent | UninterestingTaskEvent;

/** The parameters of every event that concerns us. */
export const taskEventSchema = v.object({
  TaskSid: sidSchema('WT'),
  TaskAttributes: textOrObject,
  TaskAge: v.optional(v.pipe(v.union([v.string(), v.number()]), v.transform(Number))),
});

/** The `EventType`s that concern us. */
export const INTERESTING_TASK_EVENTS = [...TERMINAL_TASK_EVENTS, 'reservation.accepted'] as const;

/**
 * Reads a TaskRouter event callback.
 *
 * @param event the parameters as the Functions runtime hands them over
 * @param accountSid the account that this deployment serves
 * @throws InputError naming the fields that are missing or wrong
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 */
export function parseTaskEvent(event: unknown, accountSid: string): TaskEvent {
  const given = ownProperties(event);
  const { EventType: eventType, AccountSid: givenAccountSid } = given;
  if (typeof eventType !== 'string' || eventType === '') throw new InputError({ EventType: 'is required' });
  const type = INTERESTING_TASK_EVENTS.find((one) => one === eventType);
  if (!type) return { type: 'uninteresting' };
  if (givenAccountSid !== undefined && givenAccountSid !== accountSid) {
    throw new InputError({ AccountSid: 'is not the account of this deployment' });
  }
  const { TaskSid: taskSid, TaskAttributes: json, TaskAge: ageSeconds } = parseInput(taskEventSchema, given);
  const attributes = parseTaskAttributes(json);
  const { conversationSid, ...flex } = flexAttributesOf(attributes);
  const channel = channelOf(flex);
  // Calls and other work share the workspace with Interactions.
  if (!conversationSid || !channel) return { type: 'uninteresting' };
  if (type === 'reservation.accepted') {
    const leaving = leavingOf(attributes);
    const identity = identityOf(given.WorkerAttributes);
    return leaving
      ? { type, taskSid, conversationSid, channel, leaving, ...(identity === undefined ? {} : { identity }) }
      : { type: 'uninteresting' };
  }
  const { TaskQueueSid: queueSid, WorkerSid: workerSid } = given;
  return {
    type,
    taskSid,
    conversationSid,
    channel,
    attributes,
    ...(Number.isFinite(ageSeconds) ? { ageSeconds } : {}),
    ...(isSid('WQ', queueSid) ? { queueSid } : {}),
    ...(isSid('WK', workerSid) ? { workerSid } : {}),
  };
}

/** Flex keeps a worker's chat identity in their attributes: https://www.twilio.com/docs/flex/developer/config/flex-attributes */
function identityOf(workerAttributes: unknown): string | undefined {
  const { contact_uri: contactUri } = parseTaskAttributes(workerAttributes);
  return typeof contactUri === 'string' ? contactUri.replace(/^client:/, '') : undefined;
}
