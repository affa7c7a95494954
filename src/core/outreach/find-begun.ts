import type { StoredRecord } from '../routing-record/routing-records';
import { channelOf } from '../twilio/channel-of';
import { attendanceOf } from '../twilio/conversation-tasks';
import { isOver } from '../twilio/interaction-channels';
import { flexAttributesOf } from '../twilio/interaction-task';
import type { InteractionSids } from '../twilio/interactions';
import type { OutreachPorts } from './outreach';

/** An Interaction, as far as it is known. */
interface Begun extends Partial<InteractionSids> {
  /** A task of it waits for an agent or has one. */
  readonly isLive: boolean;
}

/** Finds the Interaction that a Conversation has, or had, by its tasks, else by what Twilio told of it. */
export async function findBegun(
  { conversationSid, record }: StoredRecord,
  { tasks }: OutreachPorts,
): Promise<Begun> {
  const all = await tasks.listOfConversation(conversationSid);
  const { live } = attendanceOf(all);
  if (live) {
    const { interactionSid, channelSid, taskSid } = live;
    return { isLive: true, interactionSid, channelSid, taskSid };
  }
  // Of two Interactions Twilio keeps the first: https://www.twilio.com/docs/api/errors/45353
  const [first] = all;
  if (first) {
    const { interactionSid, channelSid } = flexAttributesOf(first.attributes);
    return { isLive: false, interactionSid, channelSid, taskSid: first.taskSid };
  }
  const { interactionSid = record.toldOf, channelSid, taskSid } = record;
  return { isLive: false, interactionSid, channelSid, taskSid };
}

/** What is known of an Interaction without a live task, if its channel can still be written in. */
export async function findOpenChannel(
  sids: Partial<InteractionSids>,
  { channels, interactions }: OutreachPorts,
): Promise<Partial<InteractionSids> | undefined> {
  if (!sids.interactionSid) return undefined;
  const channel = channelOf(sids) ?? (await interactions.findChannel(sids.interactionSid));
  if (!channel || isOver((await channels.fetchFate(channel)).status)) return undefined;
  return { ...channel, taskSid: sids.taskSid };
}
