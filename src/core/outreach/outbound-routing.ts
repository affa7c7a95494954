import type { RoutingEntry } from '../routing-table/routing-table';
import { defaultTaskChannel } from '../routing/default-task-channel';
import type { Settings } from '../settings';
import { ConfigurationError } from '../settings';
import type { WorkerSid } from '../sid';
import type { Routing } from '../twilio/interactions';

/**
 * Where the task of an Interaction goes that an agent begins: to that agent.
 *
 * @param attributes of the task; those of the entry give way to them
 * @throws ConfigurationError if no queue is set
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export function outboundRouting(
  { channelType, entry, workerSid }: { channelType: string; entry: RoutingEntry; workerSid: WorkerSid },
  attributes: Readonly<Record<string, unknown>>,
  { outboundQueueSid, workspaceSid, workflowSid }: Settings,
): Routing {
  if (!outboundQueueSid)
    throw new ConfigurationError('OUTBOUND_QUEUE_SID', 'is missing: agents cannot reach out');
  return {
    workspaceSid,
    workflowSid: entry.workflowSid ?? workflowSid,
    queueSid: outboundQueueSid,
    workerSid,
    taskChannel: entry.taskChannel ?? defaultTaskChannel(channelType),
    attributes: { ...entry.attributes, ...attributes },
    priority: entry.priority,
    timeoutSeconds: entry.timeoutSeconds,
  };
}
