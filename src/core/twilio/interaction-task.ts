import type {
  ConversationSid,
  InteractionChannelSid,
  InteractionSid,
  InviteSid,
  TaskQueueSid,
  TaskSid,
  WorkflowSid,
} from '../sid';
import { isSid } from '../sid';

/** A task of an Interaction, as TaskRouter has it. */
export interface InteractionTask {
  readonly taskSid: TaskSid;
  /** E.g. `pending`, `reserved`, `assigned`, `wrapping`, `completed`, `canceled`. */
  readonly status: string;
  readonly createdAtMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly taskChannel: string;
  readonly priority: number;
  readonly workflowSid?: WorkflowSid;
  readonly queueSid?: TaskQueueSid;
}

/** Best first: the task that is nearest to an agent. */
export const LIVE_STATUSES = ['assigned', 'reserved', 'pending'];

/** It is waiting for an agent or has one. */
export function isLive({ status }: InteractionTask): boolean {
  return LIVE_STATUSES.includes(status);
}

/** It is waiting for an agent. */
export function isPending({ status }: InteractionTask): boolean {
  return status === 'pending' || status === 'reserved';
}

/** What Flex writes into the attributes of a task: https://www.twilio.com/docs/flex/developer/conversations/interactions-api#task-attributes */
interface FlexAttributes {
  readonly interactionSid?: InteractionSid;
  readonly channelSid?: InteractionChannelSid;
  readonly conversationSid?: ConversationSid;
  readonly inviteSid?: InviteSid;
  readonly channelType?: string;
}

/** The attributes that Flex wrote, as far as they are there. */
export function flexAttributesOf(attributes: Readonly<Record<string, unknown>>): FlexAttributes {
  const {
    flexInteractionSid,
    flexInteractionChannelSid,
    conversationSid,
    flexChannelInviteSid,
    channelType,
  } = attributes;
  return {
    ...(isSid('KD', flexInteractionSid) ? { interactionSid: flexInteractionSid } : {}),
    ...(isSid('UO', flexInteractionChannelSid) ? { channelSid: flexInteractionChannelSid } : {}),
    ...(isSid('CH', conversationSid) ? { conversationSid } : {}),
    ...(isSid('KG', flexChannelInviteSid) ? { inviteSid: flexChannelInviteSid } : {}),
    ...(typeof channelType === 'string' ? { channelType } : {}),
  };
}

/** Reads a task as the SDK gives it. */
export function toInteractionTask(task: {
  readonly sid: string;
  readonly assignmentStatus: string;
  readonly dateCreated: Date;
  readonly attributes: string;
  readonly taskChannelUniqueName: string;
  readonly priority: number;
  readonly workflowSid: unknown;
  readonly taskQueueSid: unknown;
}): InteractionTask {
  return {
    taskSid: task.sid as TaskSid,
    status: task.assignmentStatus,
    createdAtMs: Number(task.dateCreated),
    attributes: parseTaskAttributes(task.attributes),
    taskChannel: task.taskChannelUniqueName,
    priority: task.priority,
    ...(isSid('WW', task.workflowSid) ? { workflowSid: task.workflowSid } : {}),
    ...(isSid('WQ', task.taskQueueSid) ? { queueSid: task.taskQueueSid } : {}),
  };
}

/**
 * The attributes of a task, a Participant or a worker; an empty object if they are not one.
 *
 * @param attributes JSON, as Twilio writes them, or already read
 */
export function parseTaskAttributes(attributes: unknown): Record<string, unknown> {
  try {
    const parsed: unknown = typeof attributes === 'string' ? JSON.parse(attributes) : attributes;
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
