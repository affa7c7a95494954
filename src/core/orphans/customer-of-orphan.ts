import type { Ignored } from '../conversations/customer-contact';
import type { Customer } from '../conversations/identify-customer';
import { identifyCustomer } from '../conversations/identify-customer';
import type { RoutingPorts } from '../routing/routing-ports';
import { findEntry } from '../routing-table/find-entry';
import type { Orphan } from './orphan';

/** The customer, from the attributes of the task that ended where there are any, else from Twilio. */
export async function customerOfOrphan(orphan: Orphan, ports: RoutingPorts): Promise<Customer | Ignored> {
  const { channelType, customerAddress, customerName, businessAddress } = orphan.task?.attributes ?? {};
  if (typeof channelType !== 'string' || typeof customerAddress !== 'string') {
    const { conversationSid } = orphan;
    const contact = { conversationSid, isScoped: true, isMessage: false, isOpening: false };
    return identifyCustomer(contact, true, ports);
  }
  const business = typeof businessAddress === 'string' ? businessAddress : undefined;
  return {
    channelType,
    entry: findEntry(ports.table, channelType, business),
    address: customerAddress,
    ...(business === undefined ? {} : { businessAddress: business }),
    ...(typeof customerName === 'string' ? { name: customerName } : {}),
    wasAskedFor: false,
    hasCompany: false,
  };
}
