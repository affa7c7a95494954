import type { OutreachPorts } from '../outreach/outreach';
import { isSameRequestOrRefuse } from '../outreach/outreach-request';
import type { Created } from '../outreach/reach-out-once';
import type { OutreachRequest, RoutingRecord } from '../routing-record/routing-record';
import { isHeld } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import type { ConversationSid } from '../sid';
import { channelOf } from '../twilio/channel-of';
import { isOver } from '../twilio/interaction-channels';
import type { ChannelHandle } from '../twilio/interactions';
import { alreadyServed } from './already-served';

/** The right to make the Interaction of a Conversation, or what the same request made of it before. */
type ConversationClaim = { readonly claimed: StoredRecord } | { readonly made: Created };

/**
 * Claims the record of a Conversation for a request, so that nobody else makes an Interaction of it. As long as a
 * channel of it lives, whether or not anybody serves it, Twilio would drop another.
 *
 * @throws ApiError `conversation_already_open` if it has one, or somebody is about to make it
 * @throws ApiError `request_id_reused`
 * @throws TwilioRequestError if that cannot be told now
 * @see https://www.twilio.com/docs/api/errors/45353
 */
export async function claimConversationOrRefuse(
  conversationSid: ConversationSid,
  request: OutreachRequest,
  ports: OutreachPorts,
): Promise<ConversationClaim> {
  const { won, stored } = await ports.records.claim(conversationSid, { request });
  if (won) return { claimed: stored };
  const { record } = stored;
  const now = ports.clock.now();
  const isOwn = isSameRequestOrRefuse(record.request, request, now);
  if (!isOwn && isHeld(record, now)) throw await alreadyServed(conversationSid, record, ports);
  const channel = await findLivingChannel(record, ports);
  if (channel && isOwn) return { made: { ...channel, taskSid: record.taskSid, conversationSid } };
  if (channel) throw await alreadyServed(conversationSid, { ...record, ...channel }, ports);
  const claimed = await ports.records.hold(stored, {
    state: 'claimed',
    attempt: record.attempt + 1,
    request,
    // So that whoever makes the Interaction, in whichever invocation, takes away what the park left.
    parked: record.parked,
  });
  if (!claimed) throw await alreadyServed(conversationSid, record, ports);
  return { claimed };
}

/** The channel that a record names, or that Twilio told of, unless it is over. */
async function findLivingChannel(
  record: RoutingRecord,
  { channels, interactions }: OutreachPorts,
): Promise<ChannelHandle | undefined> {
  const channel = channelOf(record) ?? (record.toldOf && (await interactions.findChannel(record.toldOf)));
  if (!channel) return undefined;
  const { status } = await channels.fetchFate(channel);
  return isOver(status) ? undefined : channel;
}
