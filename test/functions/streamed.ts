import { Customer } from '../../simulator/people/customer';
import type { DeploymentOptions } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment, EVENT_STREAMS_PASSWORD } from '../support/deployment';

export const EVENT_STREAMS = '/webhooks/event-streams';

export const authorized = {
  request: {
    headers: { authorization: `Basic ${Buffer.from(`twilio:${EVENT_STREAMS_PASSWORD}`).toString('base64')}` },
  },
};

/** Webhooks are all lost; only Event Streams delivers. */
export function streamedOnly(options: DeploymentOptions = {}): Deployment {
  const deployment = new Deployment({ withEventStreams: true, ...options });
  deployment.twilio.world.deliveries.weather = {
    copies: ({ from }) => (from === 'event streams' ? [0] : []),
  };
  return deployment;
}

export async function write(deployment: Deployment, body = 'Hello', to = BUSINESS_NUMBER): Promise<string> {
  const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(to, body);
  if (!received) throw new Error('nobody took the message');
  return received.conversation.entity.sid;
}

/** A CloudEvent of a message, as it would come at any time. */
export function messageAdded(
  deployment: Deployment,
  conversationSid: string,
  changes: object = {},
  time?: number,
): object {
  return {
    specversion: '1.0',
    type: 'com.twilio.conversations.message.added',
    id: `EZ${'1'.repeat(32)}`,
    time: new Date(time ?? deployment.clock.now()).toISOString(),
    data: {
      AccountSid: deployment.twilio.accountSid,
      ConversationSid: conversationSid,
      MessageSid: `IM${'1'.repeat(32)}`,
      Author: CUSTOMER_NUMBER,
      ParticipantSid: null,
      Index: 1,
      MessageBody: 'Hello?',
      MessagingServiceSid: null,
      Media: [],
      ...changes,
    },
  };
}
