import type { StoredConversation } from '../../simulator/conversations/conversation-store';
import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { setUpFlexAccount } from '../../simulator/flex-account';
import type { StoredInteraction } from '../../simulator/flex/entities';
import { INTERACTION_EVENTS } from '../../simulator/flex/interaction-webhooks';
import { ManualClock } from '../../simulator/kernel/clock';
import { parseObject } from '../../simulator/kernel/parse-object';
import type { Agent } from '../../simulator/people/agent';
import { callRest } from './rest-caller';
import { BUSINESS, BY_REST, CUSTOMER, smsBinding } from './twilio-with-hooks';

export const INTERACTIONS = 'https://flex-api.twilio.com/v1/Interactions';
export const DAY_MS = 86_400_000;
/** Longer than Twilio takes to set a channel up. */
export const SET_UP_MS = 1_000;

/** A Flex account with two agents who are available, and whose Interaction events are kept. */
export function flexWithAgents() {
  const clock = new ManualClock();
  const events: Record<string, string>[] = [];
  const twilio = new EmbeddedTwilio({
    clock,
    seed: 'flex',
    send: ({ form }) => {
      events.push({ ...form });
      return Promise.resolve({ status: 204, body: '' });
    },
  });
  const account = setUpFlexAccount(twilio);
  const [ada, grace] = account.agents;
  if (!ada || !grace) throw new Error('no agents');
  ada.setActivity('Available');
  const ttid = 'flex_interactionwebhook_1';
  twilio.interactionWebhooks.webhooks.set(ttid, {
    ttid,
    type: 'global',
    friendlyName: null,
    url: 'https://example.com/interactions',
    method: 'POST',
    events: [...INTERACTION_EVENTS],
  });
  twilio.workspace.entity.event_callback_url = 'https://example.com/tasks';
  twilio.workspace.entity.events_filter = 'task.canceled,task.completed,task.wrapup';

  const routing = {
    workspace_sid: twilio.workspace.entity.sid,
    workflow_sid: account.assignToAnyone.sid,
    task_channel_unique_name: 'sms',
  };
  const begin = (withCustomer = true): StoredConversation => {
    const conversation = twilio.conversationActions.create({}, BY_REST);
    if (withCustomer) twilio.conversationActions.addParticipant(conversation, smsBinding(), BY_REST);
    return conversation;
  };
  /** An Interaction for the customer of a Conversation, as our back end would create it. */
  const createFor = (
    conversation: StoredConversation,
    attributes: Record<string, unknown> = {},
  ): StoredInteraction =>
    twilio.interactions.create(
      { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: conversation.entity.sid } },
      { ...routing, attributes },
      {},
    );
  /** A customer whom an agent is talking to. */
  const converse = async (agent: Agent = ada) => {
    const conversation = begin();
    const interaction = createFor(conversation, { customerName: 'Ella', orderNumber: 17 });
    await clock.advance(SET_UP_MS);
    agent.accept();
    await clock.advance(0);
    return { conversation, interaction };
  };
  const rest = (method: string, { entity, channel }: StoredInteraction, path: string, form?: object) =>
    callRest(twilio, `${method} ${INTERACTIONS}/${entity.sid}/Channels/${channel.sid}${path}`, {
      ...(form ? { form: { ...form } } : {}),
    });
  return { clock, twilio, account, ada, grace, routing, begin, createFor, converse, rest, events };
}

/** The tasks of an Interaction, oldest first. */
export function tasksOf({ tasks }: StoredInteraction) {
  return [...tasks].map(({ entity }) => ({ ...entity, attributes: parseObject(entity.attributes) }));
}

/** Who is in a Conversation: identities and addresses. */
export function namesIn({ participants }: StoredConversation): (string | undefined)[] {
  return [...participants.values()].map(
    ({ identity, messaging_binding: binding }) => identity ?? binding?.address,
  );
}

/** An outbound SMS of an agent to the customer. */
export function outboundChannel(to: string = CUSTOMER) {
  return {
    type: 'sms' as const,
    initiated_by: 'agent' as const,
    participants: [{ address: to, proxy_address: BUSINESS }],
  };
}
