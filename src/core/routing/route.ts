import type { Customer } from '../conversations/identify-customer';
import type { StoredRecord } from '../routing-record/routing-records';
import type { InteractionSids, Routing } from '../twilio/interactions';
import { defaultTaskChannel } from './default-task-channel';
import { recordRouted } from './record-result';
import { recover } from './recover';
import type { RoutingOutcome } from './routing-outcome';
import type { RoutingPorts } from './routing-ports';
import { taskAttributes } from './task-attributes';

/**
 * Creates the Interaction of a Conversation whose claim is held, and records it.
 *
 * @throws TwilioRequestError if it could not be created now; whoever comes next may take over
 */
export async function route(
  claimed: StoredRecord,
  customer: Customer,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  let created: InteractionSids;
  try {
    created = await ports.interactions.createForCustomer(
      claimed.conversationSid,
      customer.channelType,
      routingOf(customer, ports),
    );
  } catch (error) {
    return recover(claimed, error, 'routed', ports);
  }
  return recordRouted(claimed, created, 'routed', ports);
}

/** Where the routing table sends a customer. */
export function routingOf(customer: Customer, { settings }: RoutingPorts): Routing {
  const { channelType, entry } = customer;
  return {
    workspaceSid: settings.workspaceSid,
    workflowSid: entry.workflowSid ?? settings.workflowSid,
    taskChannel: entry.taskChannel ?? defaultTaskChannel(channelType),
    attributes: taskAttributes(customer),
    priority: entry.priority,
    timeoutSeconds: entry.timeoutSeconds,
  };
}
