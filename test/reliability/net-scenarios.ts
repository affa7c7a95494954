import type { Deployment } from '../support/deployment';
import { BACKEND_API_KEY, EVENT_STREAMS_PASSWORD } from '../support/deployment';
import type { Delivery, Scenario } from './fault-matrix';
import { attended, routed } from './orphan-scenarios';
import { lastEvent, oneInteraction, quietDeployment, write } from './scenarios';

const EVENT_STREAMS = '/webhooks/event-streams';
const credentials = Buffer.from(`twilio:${EVENT_STREAMS_PASSWORD}`).toString('base64');

/** The newest event of a type as Event Streams delivers it, which it does half a second later. */
function streamed(deployment: Deployment, type: string): Delivery {
  const { event } = lastEvent(deployment, type, EVENT_STREAMS);
  return {
    url: EVENT_STREAMS,
    event: { ...event, request: { headers: { authorization: `Basic ${credentials}` } } },
  };
}

const SWEEP: Delivery = {
  url: '/backend/sweep',
  event: { apply: 'true', request: { headers: { authorization: `Bearer ${BACKEND_API_KEY}` } } },
};
const SWEEP_SETTINGS = { SWEEP_SINCE: '2026-01-05' };
const OLD_ENOUGH_MS = 2 * 60_000;

function firstContact(type: string): Scenario {
  return {
    name: `Event Streams, ${type}`,
    prepare: async () => {
      const deployment = quietDeployment({ withEventStreams: true });
      const conversationSid = await write(deployment, 'Hello');
      await deployment.settle();
      const delivery = streamed(deployment, type);
      await write(deployment, 'Hello?');
      await deployment.settle();
      const next = streamed(deployment, 'conversations.message.added');
      return { deployment, delivery, next, problem: oneInteraction(deployment, conversationSid) };
    },
  };
}

/** The nets that catch what the webhooks let through. */
export const NET_SCENARIOS: readonly Scenario[] = [
  firstContact('conversations.conversation.added'),
  firstContact('conversations.message.added'),
  {
    name: 'the sweep, no record',
    prepare: async () => {
      const deployment = quietDeployment({ settings: SWEEP_SETTINGS });
      const conversationSid = await write(deployment, 'Hello');
      await deployment.settle(OLD_ENOUGH_MS);
      return {
        deployment,
        delivery: SWEEP,
        next: SWEEP,
        problem: oneInteraction(deployment, conversationSid),
      };
    },
  },
  {
    name: 'the sweep, nobody serves it',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      deployment.context.SWEEP_SINCE = SWEEP_SETTINGS.SWEEP_SINCE;
      deployment.context.TASKROUTER_WORKFLOW_SID = deployment.account.assignToAnyone.sid;
      await deployment.settle(OLD_ENOUGH_MS);
      return { deployment, delivery: SWEEP, next: SWEEP, problem: attended(deployment, conversationSid) };
    },
  },
];
