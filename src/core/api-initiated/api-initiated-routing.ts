import type { Settings } from '../settings';
import type { Routing } from '../twilio/interactions';
import type { ApiInitiatedInput } from './api-initiated-input';
import { defaultTaskChannel } from '../routing/default-task-channel';

/**
 * Where the task of an API-initiated Interaction goes: where the settings say unless it is said otherwise.
 *
 * @returns nothing if neither it nor a new channel is given: the channel that exists has its own
 */
export function apiInitiatedRouting(
  { channel, routing }: ApiInitiatedInput,
  requestKey: string,
  { workspaceSid, workflowSid }: Settings,
): Routing | undefined {
  if (channel.sid && !routing) return undefined;
  const customer = channel.participants?.[0];
  const address = customer?.address ?? customer?.identity;
  const known = {
    customerAddress: address,
    from: address && (customer?.name ?? address),
    customerName: customer?.name,
  };
  return {
    workspaceSid,
    workflowSid: routing?.workflowSid ?? workflowSid,
    queueSid: routing?.queueSid,
    workerSid: routing?.workerSid,
    taskChannel: routing?.taskChannel ?? defaultTaskChannel(channel.type),
    attributes: { ...known, ...routing?.attributes, requestKey },
    priority: routing?.priority,
    timeoutSeconds: routing?.timeoutSeconds,
  };
}
