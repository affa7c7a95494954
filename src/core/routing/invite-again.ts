import type { StoredRecord } from '../routing-record/routing-records';
import type { ChannelHandle, InviteSids, Routing } from '../twilio/interactions';
import { recordRouted } from './record-result';
import { recover } from './recover';
import type { Routed, RoutingOutcome } from './routing-outcome';
import type { RoutingPorts } from './routing-ports';

/**
 * Sends an Invite into a channel that lives and has nobody, for a record whose claim is held, and records it.
 *
 * @throws TwilioRequestError if it could not be sent now; whoever comes next may take over
 */
export async function inviteAgain(
  claimed: StoredRecord,
  channel: ChannelHandle,
  routing: Routing,
  outcome: Routed['outcome'],
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  let invited: InviteSids;
  try {
    invited = await ports.invites.send(channel, routing);
  } catch (error) {
    return recover(claimed, error, outcome, ports);
  }
  const { inviteSid, taskSid } = invited;
  return { ...(await recordRouted(claimed, { ...channel, taskSid }, outcome, ports)), inviteSid };
}
