import { Customer } from '../../simulator/people/customer';
import type { DeploymentOptions } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../support/deployment';
import type { Delivery, PreparedScenario, Scenario } from './fault-matrix';
import { countLiveInteractions } from './live-interactions';

export const CONVERSATIONS = '/webhooks/conversations';
/** REST calls take a while, so that concurrent invocations interleave. */
const LATENCY_MS = 20;

/** Channels of a Conversation that are set up, or being set up, with a task that is live. */
export function liveInteractions({ twilio }: Deployment, conversationSid: string): number {
  return countLiveInteractions(twilio, conversationSid);
}

/** Webhooks are caught, and delivered by the test. */
export function quietDeployment(options: DeploymentOptions): Deployment {
  const deployment = new Deployment({ latencyMs: LATENCY_MS, ...options });
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  return deployment;
}

export async function write(deployment: Deployment, body: string): Promise<string> {
  const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, body);
  if (!received) throw new Error('nobody took the message');
  return received.conversation.entity.sid;
}

/** The newest event of a type that Twilio sent, or would have sent. */
export function lastEvent(deployment: Deployment, type: string, url: string): Delivery {
  const found = deployment.deliveries.findLast(({ title }) => title === type);
  if (!found) throw new Error(`there was no ${type}`);
  return { url, event: found.detail.parameters as object };
}

/** Delivers an event that nothing befalls. */
export async function play(deployment: Deployment, { url, event }: Delivery): Promise<void> {
  await Promise.all([deployment.call(url, event), deployment.settle()]);
}

/** Exactly one live Interaction in the end, and never two. */
export function oneInteraction(deployment: Deployment, conversationSid: string): PreparedScenario['problem'] {
  return (inTheEnd) => {
    const live = liveInteractions(deployment, conversationSid);
    if (live > 1) return `${live} live Interactions`;
    return inTheEnd && live === 0 ? 'no Interaction in the end' : undefined;
  };
}

function firstContact(name: string, type: string, options: DeploymentOptions): Scenario {
  return {
    name,
    prepare: async () => {
      const deployment = quietDeployment(options);
      const conversationSid = await write(deployment, 'Hello');
      await deployment.settle(0);
      const delivery = lastEvent(deployment, type, CONVERSATIONS);
      await write(deployment, 'Hello?');
      await deployment.settle(0);
      const next = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      return { deployment, delivery, next, problem: oneInteraction(deployment, conversationSid) };
    },
  };
}

/** The business number of a message need not be asked for. */
export const ONE_NUMBER = { table: { addresses: { [BUSINESS_NUMBER]: { inbound: true } } } };

/** The inbound path: every way in which a Conversation comes to its Interaction. */
export const INBOUND_SCENARIOS: readonly Scenario[] = [
  firstContact('first message, address webhook', 'onMessageAdded', { wiring: 'address', ...ONE_NUMBER }),
  firstContact('first message, service webhook', 'onMessageAdded', {}),
  firstContact('new Conversation', 'onConversationAdded', {}),
  {
    name: 'later message, nothing recorded',
    prepare: async () => {
      const deployment = quietDeployment({});
      const conversationSid = await write(deployment, 'Hello');
      await write(deployment, 'Hello?');
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      return { deployment, delivery, next: delivery, problem: oneInteraction(deployment, conversationSid) };
    },
  },
  {
    name: 'message after an invocation died',
    prepare: async () => {
      const deployment = quietDeployment(ONE_NUMBER);
      const conversationSid = await write(deployment, 'Hello');
      await deployment.settle(0);
      const event = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      deployment.twilio.sync.createDocument(
        deployment.twilio.sync.findService('default') ?? fail('no Sync service'),
        `interaction-${conversationSid}`,
        { state: 'claimed', attempt: 1, writtenBy: 'dead', writtenAtMs: 0, leaseUntilMs: 0 },
        0,
      );
      await write(deployment, 'Hello?');
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      return { deployment, delivery, next: event, problem: oneInteraction(deployment, conversationSid) };
    },
  },
  {
    name: 'group MMS, set up',
    prepare: async () => {
      const deployment = quietDeployment({});
      const received = await deployment.twilio.inbound.receive({
        from: CUSTOMER_NUMBER,
        to: BUSINESS_NUMBER,
        others: ['+12025550188'],
        body: 'Hello both',
      });
      await deployment.settle();
      const conversationSid = received?.conversation.entity.sid ?? '';
      const delivery = lastEvent(deployment, 'onConversationStateUpdated', CONVERSATIONS);
      const next = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      return { deployment, delivery, next, problem: oneInteraction(deployment, conversationSid) };
    },
  },
];

function fail(problem: string): never {
  throw new Error(problem);
}
