import { carriedAttributes } from '../routing/carried-attributes';
import type { Settings } from '../settings';
import type { Routing } from '../twilio/interactions';
import type { ParkedConversation } from './parked-conversations';

/** Where the Invite of a parked Conversation goes: where its task had been sent. */
export function parkedRouting(parked: ParkedConversation, settings: Settings): Routing {
  const { workflowSid, queueSid, taskChannel, priority, attributes } = parked;
  // The workflow of transfers knows one worker or queue, who is not meant any more.
  const original = workflowSid === settings.transferWorkflowSid ? undefined : workflowSid;
  return {
    workspaceSid: settings.workspaceSid,
    ...(workflowSid === undefined && queueSid !== undefined
      ? { queueSid, workflowSid: settings.workflowSid }
      : { workflowSid: original ?? settings.workflowSid }),
    taskChannel,
    priority,
    attributes: carriedAttributes(attributes),
  };
}
