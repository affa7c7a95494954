import { Customer } from '../../../simulator/people/customer';
import type { DeploymentOptions, EndpointAnswer } from '../../support/deployment';
import {
  BUSINESS_NUMBER,
  CUSTOMER_NUMBER,
  Deployment,
  EVENT_STREAMS_PASSWORD,
} from '../../support/deployment';
import type { Scenario, Scenarios } from './scenario';
import { whileTwilioIsAway } from './scenario';

const STREAMS = '/webhooks/event-streams';
const CONVERSATION_SID = `CH${'0'.repeat(32)}`;

/** A deployment, and the event of a customer's first message that has not reached it. */
async function untold(options: DeploymentOptions = {}) {
  const deployment = new Deployment(options);
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
  await deployment.settle();
  const event = deployment.deliveries.findLast(({ title }) => title === 'onMessageAdded')?.detail.parameters;
  return { deployment, event: event as object };
}

const misconfigured = { settings: { TASKROUTER_WORKSPACE_SID: 'nonsense' } };

const terminal = {
  EventType: 'task.canceled',
  TaskSid: `WT${'0'.repeat(32)}`,
  TaskAttributes: JSON.stringify({
    conversationSid: CONVERSATION_SID,
    flexInteractionSid: `KD${'0'.repeat(32)}`,
    flexInteractionChannelSid: `UO${'0'.repeat(32)}`,
  }),
};
const channelFailed = {
  EventType: 'onChannelCreateFailed',
  MediaChannelSid: CONVERSATION_SID,
  InteractionSid: `KD${'0'.repeat(32)}`,
  ChannelSid: `UO${'0'.repeat(32)}`,
};

const ofWebhook = (url: string, event: object): Scenarios => ({
  invalid_request: () => new Deployment().call(url, {}),
  internal_error: () => new Deployment(misconfigured).call(url, event),
  upstream_unavailable: () => {
    const deployment = new Deployment();
    return whileTwilioIsAway(deployment, () => deployment.call(url, event));
  },
});

const told =
  (url: string, event: object): Scenario =>
  () =>
    new Deployment().call(url, event);

function stream(
  deployment: Deployment,
  events: object,
  password = EVENT_STREAMS_PASSWORD,
): Promise<EndpointAnswer> {
  const authorization = `Basic ${Buffer.from(`twilio:${password}`).toString('base64')}`;
  return deployment.call(STREAMS, { request: { headers: { authorization } }, ...events });
}

const MESSAGE = {
  specversion: '1.0',
  type: 'com.twilio.conversations.message.added',
  id: 'EZ1',
  time: '2026-01-05T09:00:00.000Z',
  data: {
    ConversationSid: CONVERSATION_SID,
    MessageSid: `IM${'0'.repeat(32)}`,
    Index: 0,
    Author: CUSTOMER_NUMBER,
    MessageBody: 'Hello',
  },
};

/** By URL. */
export const WEBHOOK_SCENARIOS: Readonly<Record<string, Scenarios>> = {
  '/webhooks/conversations': {
    ...ofWebhook('/webhooks/conversations', {
      EventType: 'onMessageAdded',
      ConversationSid: CONVERSATION_SID,
      Index: '0',
      Author: CUSTOMER_NUMBER,
      Source: 'SMS',
    }),
    200: async () => {
      const { deployment, event } = await untold();
      return deployment.call('/webhooks/conversations', event);
    },
  },
  '/webhooks/taskrouter': {
    ...ofWebhook('/webhooks/taskrouter', terminal),
    204: told('/webhooks/taskrouter', terminal),
  },
  '/webhooks/interactions': {
    ...ofWebhook('/webhooks/interactions', channelFailed),
    200: told('/webhooks/interactions', channelFailed),
  },
  [STREAMS]: {
    200: () => stream(new Deployment(), { ...MESSAGE, type: 'com.twilio.something.else' }),
    500: () => stream(new Deployment(), {}),
    503: () => {
      const deployment = new Deployment();
      return whileTwilioIsAway(deployment, () => stream(deployment, [MESSAGE]));
    },
    token_missing: () => new Deployment().call(STREAMS, MESSAGE),
    token_invalid: () => stream(new Deployment(), MESSAGE, 'wrong'),
    internal_error: () => stream(new Deployment({ settings: { LEAVE_ROUTING: 'nobody' } }), MESSAGE),
  },
};
