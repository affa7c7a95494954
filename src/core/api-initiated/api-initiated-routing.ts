import { defaultTaskChannel } from '../routing/default-task-channel';
import type { Settings } from '../settings';
import type { Routing } from '../twilio/interactions';
import { prefixed } from './api-initiated-channel';
import type { ApiInitiatedChannel, ApiInitiatedInput } from './api-initiated-input';

/**
 * Where the task of an API-initiated Interaction goes: where the settings say unless it is said otherwise.
 *
 * @param learned what is known of a customer who is in a Conversation already
 * @returns nothing if neither it nor a new channel is given: the channel that exists has its own
 */
export function apiInitiatedRouting(
  { channel, routing }: ApiInitiatedInput,
  requestKey: string,
  { workspaceSid, workflowSid }: Settings,
  learned: Readonly<Record<string, unknown>>,
): Routing | undefined {
  if (channel.sid && !routing) return undefined;
  return {
    workspaceSid,
    workflowSid: routing?.workflowSid ?? workflowSid,
    queueSid: routing?.queueSid,
    workerSid: routing?.workerSid,
    taskChannel: routing?.taskChannel ?? defaultTaskChannel(channel.type),
    attributes: {
      ...learned,
      ...attributesOf(channel),
      ...routing?.attributes,
      requestKey,
    },
    priority: routing?.priority,
    timeoutSeconds: routing?.timeoutSeconds,
  };
}

/** What is said of the first of those who are to be added, the customer, and of our address towards them. */
function attributesOf({ type, participants }: ApiInitiatedChannel): Record<string, unknown> {
  const [customer] = participants ?? [];
  if (!customer) return {};
  const { name, proxyAddress } = customer;
  const address = customer.address ?? customer.identity;
  return {
    customerAddress: address,
    from: address && (name ?? address),
    customerName: name,
    businessAddress: proxyAddress && prefixed(type, proxyAddress),
  };
}
