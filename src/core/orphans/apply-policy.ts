import type { Customer } from '../conversations/identify-customer';
import type { StoredRecord } from '../routing-record/routing-records';
import { carriedAttributes } from '../routing/carried-attributes';
import { inviteAgain } from '../routing/invite-again';
import { routingOf } from '../routing/route';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ChannelHandle } from '../twilio/interactions';
import { closeByPolicy } from './close-by-policy';
import { customerOfOrphan } from './customer-of-orphan';
import { holdToInvite } from './hold-to-invite';
import type { Orphan } from './orphan';
import { waitedSeconds } from './waited-seconds';

/** How often a Conversation that nobody took is sent to another workflow before it is closed. */
const MAX_REROUTES = 1;

/**
 * Does what the routing table says about a Conversation whose channel lives and that nobody takes: by default it is
 * rerouted once, then the customer is told, if there is something to tell, and it is closed.
 */
export async function applyPolicy(
  stored: StoredRecord,
  orphan: Orphan,
  channel: ChannelHandle,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const customer = await customerOfOrphan(orphan, ports);
  if ('outcome' in customer) return customer;
  const { policy = 'reroute' } = customer.entry.orphan ?? {};
  const reroutes = stored.record.reroutes ?? 0;
  switch (policy) {
    case 'reroute':
      return reroutes < MAX_REROUTES
        ? reroute(stored, orphan, customer, channel, ports)
        : closeByPolicy(stored, orphan, customer, channel, ports);
    case 'message':
    case 'close':
      return closeByPolicy(stored, orphan, customer, channel, ports);
  }
}

async function reroute(
  stored: StoredRecord,
  orphan: Orphan,
  customer: Customer,
  channel: ChannelHandle,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const counters = {
    reroutes: (stored.record.reroutes ?? 0) + 1,
    waitedSeconds: waitedSeconds(stored.record, orphan.task),
  };
  const claimed = await holdToInvite(stored, channel, counters, ports);
  if ('outcome' in claimed) return claimed;
  const routing = routingOf(customer, ports);
  const attributes = { ...routing.attributes, ...carriedAttributes(orphan.task?.attributes ?? {}) };
  const workflowSid = customer.entry.orphan?.workflowSid ?? routing.workflowSid;
  return inviteAgain(claimed, channel, { ...routing, workflowSid, attributes }, 'rerouted', ports);
}
