import type { CustomerContact } from '../conversations/customer-contact';
import type { Customer } from '../conversations/identify-customer';
import { identifyCustomer } from '../conversations/identify-customer';
import { forgetParked } from '../park/forget-parked';
import { parkedRouting } from '../park/parked-routing';
import { leavingTaskOf } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { channelOf } from '../twilio/channel-of';
import { isOver } from '../twilio/interaction-channels';
import type { ChannelHandle } from '../twilio/interactions';
import { adopt } from './adopt-live-task';
import { inviteAgain } from './invite-again';
import { giveUp, orRelease } from './record-result';
import { route, routingOf } from './route';
import type { RoutingOutcome } from './routing-outcome';
import type { RoutingPorts } from './routing-ports';

/** How often the creation of an Interaction is attempted before an operator is called. */
export const MAX_ATTEMPTS = 3;

/**
 * Serves a Conversation whose record nobody holds: parked, failed long ago, closed in vain, or left by an invocation
 * that died. It looks for a live task before it creates anything.
 *
 * @param attempt the number of this attempt, counted from 1
 */
export async function takeOver(
  stored: StoredRecord,
  attempt: number,
  contact: CustomerContact,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const customer = await identifyCustomer(contact, true, ports);
  if ('outcome' in customer) return customer;
  const claimed = await ports.records.hold(stored, {
    ...stored.record,
    state: stored.record.parked ? 'resuming' : 'claimed',
    attempt,
  });
  if (!claimed) return { outcome: 'in_progress' };
  const outcome = await serve(claimed, customer, ports);
  if (isServed(outcome)) await forgetParked(claimed.conversationSid, claimed.record, ports);
  return outcome;
}

async function serve(
  claimed: StoredRecord,
  customer: Customer,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const leaving = leavingTaskOf(claimed.record, ports.clock.now());
  const looked = ports.tasks.findFor(claimed.conversationSid, leaving);
  const { live, ended } = await orRelease(claimed, looked, ports);
  if (live) return adopt(claimed, live, 'already_routed', ports);
  if (claimed.record.attempt > MAX_ATTEMPTS) return giveUp(claimed, 'attempts_exhausted', ports);
  // Whoever died may have created a channel without writing it down.
  const channel = channelOf(claimed.record) ?? ended ?? (await findToldOf(claimed, ports));
  return bringBack(claimed, channel, customer, ports);
}

/** The channel of the Interaction that Twilio told of, a customer's or an outreach's, once no task shows it any more. */
async function findToldOf(claimed: StoredRecord, ports: RoutingPorts): Promise<ChannelHandle | undefined> {
  const { toldOf, interactionSid = toldOf } = claimed.record;
  return interactionSid && orRelease(claimed, ports.interactions.findChannel(interactionSid), ports);
}

function isServed({ outcome }: RoutingOutcome): boolean {
  return outcome === 'already_routed' || outcome === 'resumed' || outcome === 'routed';
}

/**
 * Gives a claimed Conversation that nobody serves its agent back: by an Invite where its channel still lives, for
 * Twilio would drop a second one, else by a new Interaction.
 *
 * @see https://www.twilio.com/docs/api/errors/45353
 */
async function bringBack(
  claimed: StoredRecord,
  channel: ChannelHandle | undefined,
  customer: Customer,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const parked =
    claimed.record.parked && (await orRelease(claimed, ports.parked.fetch(claimed.conversationSid), ports));
  if (!channel) return route(claimed, customer, ports);
  const { status } = await orRelease(claimed, ports.channels.fetchFate(channel), ports);
  return isOver(status)
    ? route(claimed, customer, ports)
    : inviteAgain(
        claimed,
        channel,
        parked ? parkedRouting(parked, ports.settings) : routingOf(customer, ports),
        'resumed',
        ports,
      );
}
