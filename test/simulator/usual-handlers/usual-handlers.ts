import type { Twilio } from 'twilio';

/** How people write these handlers: straight from the documentation, by the SDK alone, with no guards. */

interface Place {
  readonly interactionSid: string;
  readonly channelSid: string;
}

interface Target {
  readonly workspace_sid: string;
  readonly workflow_sid: string;
  readonly queue_sid?: string;
  readonly worker_sid?: string;
  readonly task_channel_unique_name: string;
}

/**
 * A transfer: invite somebody, and take the first agent out.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/invites-subresource
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interaction-channel-participants
 */
export async function transfer(
  client: Twilio,
  { interactionSid, channelSid }: Place,
  workerSid: string,
  target: Target,
  attributes: object,
): Promise<void> {
  const channel = client.flexApi.v1.interaction(interactionSid).channels(channelSid);
  await channel.invites.create({ routing: { properties: { ...target, attributes } } });
  const participants = await channel.participants.list();
  const leaving = participants.find(
    ({ routingProperties }) =>
      (routingProperties as { worker_sid?: string } | null)?.worker_sid === workerSid,
  );
  if (leaving) await channel.participants(leaving.sid).update({ status: 'closed' });
}

/**
 * An outbound message: a Conversation with its Participant, an Interaction on it, the message.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/send-outbound-messages-via-sms-whatsapp
 */
export async function reachOut(
  client: Twilio,
  { to, from, body }: { readonly to: string; readonly from: string; readonly body: string },
  target: Target,
): Promise<{ readonly conversationSid: string; readonly interactionSid: string }> {
  const { conversations } = client.conversations.v1;
  const { sid: conversationSid } = await conversations.create();
  await conversations(conversationSid).participants.create({
    'messagingBinding.address': to,
    'messagingBinding.proxyAddress': from,
  });
  const interaction = await client.flexApi.v1.interaction.create({
    channel: { type: 'sms', initiated_by: 'agent', properties: { media_channel_sid: conversationSid } },
    routing: { properties: { ...target, attributes: { customerAddress: to } } },
  });
  await conversations(conversationSid).messages.create({ author: from, body });
  return { conversationSid, interactionSid: interaction.sid };
}

interface Kept extends Place {
  readonly webhookSid: string;
  readonly target: Target;
  readonly attributes: object;
}

/**
 * Parking: a webhook for the customer's next message, what a resume needs in the Conversation's attributes, the agent
 * out.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/park-an-interaction
 */
export async function park(
  client: Twilio,
  place: Place & { readonly conversationSid: string; readonly participantSid: string },
  target: Target,
  attributes: object,
  webhookUrl: string,
): Promise<void> {
  const { conversationSid, interactionSid, channelSid, participantSid } = place;
  const conversation = client.conversations.v1.conversations(conversationSid);
  const webhook = await conversation.webhooks.create({
    target: 'webhook',
    'configuration.url': webhookUrl,
    'configuration.method': 'post',
    'configuration.filters': ['onMessageAdded'],
  });
  const kept: Kept = { interactionSid, channelSid, webhookSid: webhook.sid, target, attributes };
  await conversation.update({ attributes: JSON.stringify(kept) });
  const channel = client.flexApi.v1.interaction(interactionSid).channels(channelSid);
  await channel.participants(participantSid).update({ status: 'closed' });
}

/** What the webhook of a parked Conversation does: it brings somebody back, and takes itself away. */
export async function resume(client: Twilio, conversationSid: string): Promise<void> {
  const conversation = client.conversations.v1.conversations(conversationSid);
  const { attributes: text } = await conversation.fetch();
  const { interactionSid, channelSid, webhookSid, target, attributes } = JSON.parse(text) as Kept;
  await client.flexApi.v1
    .interaction(interactionSid)
    .channels(channelSid)
    .invites.create({ routing: { properties: { ...target, attributes } } });
  await conversation.webhooks(webhookSid).remove();
}
