import type { ConversationSid } from '../sid';
import type { Outreach, OutreachPorts } from './outreach';
import type { Outgoing } from './outreach-guard';

/**
 * Counts the first message of an outreach against the ceilings of the settings.
 *
 * @returns the Conversation that the same request led to before, if it did; then nothing is counted
 * @throws ApiError `rate_limited`, `destination_opted_out` or `request_id_reused`
 * @throws TwilioRequestError if it cannot be counted now: then nothing may be sent
 */
export function countOrRefuse(
  { caller, pair }: Outreach,
  known: Pick<Outgoing, 'request' | 'supersedes'>,
  { guard, settings }: OutreachPorts,
): Promise<ConversationSid | undefined> {
  const { outboundLimitPerAgentPerHour: perAgentPerHour, outboundLimitPerDay: perDay } = settings;
  const { workerSid } = caller;
  return guard.countOrRefuse({ workerSid, pair, ceilings: { perAgentPerHour, perDay }, ...known });
}
