import { Customer } from '../../simulator/people/customer';
import type { Delivery, Scenario } from '../reliability/fault-matrix';
import { faultyInvocation } from '../reliability/faulty-platform';
import { NET_SCENARIOS } from '../reliability/net-scenarios';
import { ORPHAN_SCENARIOS } from '../reliability/orphan-scenarios';
import {
  CONVERSATIONS,
  INBOUND_SCENARIOS,
  lastEvent,
  play,
  quietDeployment,
  write,
} from '../reliability/scenarios';
import { TEAM_SCENARIOS } from '../reliability/team-scenarios';
import type { Deployment } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';

/** A deployment that something is about to arrive at. */
interface Prepared {
  readonly deployment: Deployment;
  readonly delivery: Delivery;
}

const SCENARIOS = [...INBOUND_SCENARIOS, ...ORPHAN_SCENARIOS, ...TEAM_SCENARIOS, ...NET_SCENARIOS];

function scenario(name: string): () => Promise<Prepared> {
  const found: Scenario | undefined = SCENARIOS.find((one) => one.name === name);
  if (!found) throw new Error(`There is no scenario ${name}`);
  return () => found.prepare();
}

/** A customer has written, and `answered` more messages of theirs were served; the next one arrives. */
async function laterMessage(): Promise<Prepared> {
  const deployment = quietDeployment({});
  await write(deployment, 'Hello');
  await deployment.settle(0);
  await play(deployment, lastEvent(deployment, 'onMessageAdded', CONVERSATIONS));
  await write(deployment, 'And another thing');
  await deployment.settle(0);
  return { deployment, delivery: lastEvent(deployment, 'onMessageAdded', CONVERSATIONS) };
}

async function agentsMessage(): Promise<Prepared> {
  const deployment = quietDeployment({});
  const [ada] = deployment.account.agents;
  ada?.setActivity('Available');
  const conversationSid = await write(deployment, 'Hello');
  await deployment.settle(0);
  await play(deployment, lastEvent(deployment, 'onMessageAdded', CONVERSATIONS));
  ada?.accept();
  await deployment.settle();
  ada?.write(conversationSid, 'Good morning');
  await deployment.settle(0);
  return { deployment, delivery: lastEvent(deployment, 'onMessageAdded', CONVERSATIONS) };
}

function click(): Promise<Prepared> {
  const deployment = quietDeployment({});
  const [ada] = deployment.account.agents;
  ada?.setActivity('Available');
  const event = { Token: ada?.token, to: CUSTOMER_NUMBER, body: 'Your parcel is here.' };
  return Promise.resolve({ deployment, delivery: { url: '/agent/click-to-sms', event } });
}

async function refusedClick(): Promise<Prepared> {
  const { deployment, delivery } = await click();
  await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
  await deployment.settle(0);
  await play(deployment, lastEvent(deployment, 'onMessageAdded', CONVERSATIONS));
  return { deployment, delivery };
}

/** What the guide draws or counts, by the name that it has there. */
const FLOWS: Readonly<Record<string, () => Promise<Prepared>>> = {
  'First message, address webhook': scenario('first message, address webhook'),
  'First message, service webhook': scenario('first message, service webhook'),
  'Later message': laterMessage,
  "Agent's message": agentsMessage,
  'Message to a parked Conversation': scenario('message to what is parked'),
  'Nobody took the task': scenario('nobody took it'),
  'Click-to-SMS with a text': click,
  'Click-to-SMS, refused': refusedClick,
  Invite: scenario('invite'),
  'Cold transfer': scenario('cold transfer'),
  'Cold transfer, accepted': scenario('cold transfer that is accepted'),
  Park: scenario('park'),
  Resume: scenario('resume'),
  Leave: scenario('leave'),
  Close: scenario('close'),
  'Event Streams, first message': scenario('Event Streams, conversations.message.added'),
  'Sweep, one lost customer': scenario('the sweep, no record'),
};

export const FLOW_NAMES = Object.keys(FLOWS);

/**
 * Plays a flow of the guide.
 *
 * @returns the REST calls of the one invocation that it is about, in order, as `METHOD product/path`
 */
export async function callsOfFlow(name: string): Promise<readonly string[]> {
  const prepare = FLOWS[name];
  if (!prepare) throw new Error(`There is no flow ${name}`);
  const { deployment, delivery } = await prepare();
  const { platform, calls } = faultyInvocation(deployment.platform());
  await Promise.all([deployment.call(delivery.url, delivery.event, platform), deployment.settle(10_000)]);
  return calls;
}
