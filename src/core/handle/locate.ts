import { ApiError } from '../endpoints/api-error';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid, InteractionChannelSid, InteractionSid, TaskSid } from '../sid';
import { channelOf } from '../twilio/channel-of';
import type { InteractionTask } from '../twilio/interaction-task';
import { flexAttributesOf, isLive } from '../twilio/interaction-task';
import type { ChannelHandle } from '../twilio/interactions';
import type { Handle } from './handle-schema';
import { LocatedInteraction } from './located-interaction';

/**
 * Finds the Interaction that a handle names.
 *
 * @throws ApiError `interaction_not_found`
 */
export function locateOrRefuse(handle: Handle, ports: RoutingPorts): Promise<LocatedInteraction> {
  const { taskSid, interactionSid, channelSid, conversationSid } = handle;
  if (taskSid !== undefined) return byTask(taskSid, ports);
  if (conversationSid !== undefined) return byConversation(conversationSid, ports);
  if (interactionSid !== undefined && channelSid !== undefined)
    return byChannel(interactionSid, channelSid, ports);
  throw interactionNotFound();
}

export function interactionNotFound(): ApiError {
  return new ApiError('interaction_not_found', 'There is no such Interaction, or it is over.');
}

async function byTask(taskSid: TaskSid, ports: RoutingPorts): Promise<LocatedInteraction> {
  const task = await ports.tasks.fetch(taskSid);
  const channel = task && channelOfTask(task);
  // It is over, or it is a call, which has no Interaction.
  if (!channel) throw interactionNotFound();
  const { conversationSid } = flexAttributesOf(task.attributes);
  return new LocatedInteraction({ channel, conversationSid, namedTask: task }, ports);
}

async function byChannel(
  interactionSid: InteractionSid,
  channelSid: InteractionChannelSid,
  ports: RoutingPorts,
): Promise<LocatedInteraction> {
  const channel = { interactionSid, channelSid };
  const tasks = await ports.tasks.listOfChannel(channelSid);
  const [first] = tasks;
  if (first) {
    const flex = flexAttributesOf(first.attributes);
    if (flex.interactionSid !== interactionSid) throw interactionNotFound();
    return new LocatedInteraction({ channel, conversationSid: flex.conversationSid, tasks }, ports);
  }
  const conversationSid = await ports.interactions.findConversation(interactionSid, channelSid);
  if (conversationSid === 'missing') throw interactionNotFound();
  return new LocatedInteraction({ channel, conversationSid, tasks }, ports);
}

/** Of several channels, of which Twilio has dropped all but one, the one that somebody serves; else the record's. */
async function byConversation(
  conversationSid: ConversationSid,
  ports: RoutingPorts,
): Promise<LocatedInteraction> {
  const all = await ports.tasks.listOfConversation(conversationSid);
  const channel =
    channelsOf(all.filter(isLive))[0] ??
    (await recordedChannel(conversationSid, ports)) ??
    channelsOf(all).at(-1);
  if (!channel) throw interactionNotFound();
  return new LocatedInteraction({ channel, conversationSid, tasks: ofChannel(all, channel) }, ports);
}

async function recordedChannel(
  conversationSid: ConversationSid,
  { records }: RoutingPorts,
): Promise<ChannelHandle | undefined> {
  const stored = await records.read(conversationSid);
  return stored && channelOf(stored.record);
}

function channelsOf(tasks: readonly InteractionTask[]): ChannelHandle[] {
  return tasks.map(channelOfTask).filter((channel) => channel !== undefined);
}

function channelOfTask({ attributes }: InteractionTask): ChannelHandle | undefined {
  return channelOf(flexAttributesOf(attributes));
}

function ofChannel(tasks: readonly InteractionTask[], { channelSid }: ChannelHandle): InteractionTask[] {
  return tasks.filter(({ attributes }) => flexAttributesOf(attributes).channelSid === channelSid);
}
