import type { Customer } from '../conversations/identify-customer';
import { identifyCustomer } from '../conversations/identify-customer';
import { findEntry } from '../routing-table/find-entry';
import type { Ignored } from '../routing/ignored';
import type { RoutingPorts } from '../routing/routing-ports';
import type { Orphan } from './orphan';

/** The customer, from the attributes of the task that ended where there are any, else from Twilio. */
export async function customerOfOrphan(orphan: Orphan, ports: RoutingPorts): Promise<Customer | Ignored> {
  const { channelType, customerAddress, customerName, businessAddress } = orphan.task?.attributes ?? {};
  if (typeof channelType !== 'string' || typeof customerAddress !== 'string') {
    const { conversationSid } = orphan;
    return identifyCustomer({ conversationSid, isMessage: false }, true, ports);
  }
  const business = asText(businessAddress);
  return {
    channelType,
    entry: findEntry(ports.table, channelType, business),
    address: customerAddress,
    businessAddress: business,
    name: asText(customerName),
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
