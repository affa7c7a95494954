import type { StoredConversation } from '../../simulator/conversations/conversation-store';
import { Customer } from '../../simulator/people/customer';
import type { Deployment, DeploymentOptions } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';

/** A way in which a customer comes to an agent, or an end of it. */
export interface InboundFlow {
  readonly name: string;
  readonly options: DeploymentOptions;
  /** Lets it happen, from the first message on. */
  run(deployment: Deployment): Promise<unknown>;
  /** What the product should have said last, so that the flow cannot pass by not taking place. */
  readonly ends: { readonly outcome: string; readonly reason?: string };
}

const BY_API = { source: 'API', webhookEnabled: true } as const;
/** Past every lease, in milliseconds. */
const PAST_THE_LEASE_MS = 60_000;

async function write(deployment: Deployment, body = 'Hello'): Promise<StoredConversation> {
  const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, body);
  if (!received) throw new Error('nobody took the message');
  await deployment.settle();
  return received.conversation;
}

/** Whoever routed the Conversation has died before it could say what came of it. */
function loseTheRecord(deployment: Deployment, { entity }: StoredConversation): void {
  const service = deployment.twilio.sync.findService('default');
  const document = service?.byName.get(`interaction-${entity.sid}`);
  if (!document) throw new Error('no record');
  document.data = { state: 'claimed', attempt: 1, writtenBy: 'dead', writtenAtMs: 0, leaseUntilMs: 0 };
}

function cancelTasks({ twilio }: Deployment): void {
  for (const task of [...twilio.workspace.tasks.values()])
    twilio.router.cancelTask(twilio.workspace, task, null);
}

function setRecordState(deployment: Deployment, { entity }: StoredConversation, state: string): void {
  const document = deployment.twilio.sync.findService('default')?.byName.get(`interaction-${entity.sid}`);
  if (!document) throw new Error('no record');
  document.data = { ...(document.data as object), state };
}

export const INBOUND_FLOWS: readonly InboundFlow[] = [
  {
    name: 'the first SMS, told by the service webhook',
    options: { latencyMs: 20 },
    run: (deployment) => write(deployment),
    ends: { outcome: 'routed' },
  },
  {
    name: 'the first SMS, told by the address webhook',
    options: { wiring: 'address' },
    run: (deployment) => write(deployment),
    ends: { outcome: 'routed' },
  },
  {
    name: 'a later message',
    options: {},
    run: async (deployment) => {
      await write(deployment);
      await write(deployment, 'And another thing');
    },
    ends: { outcome: 'already_routed' },
  },
  {
    name: 'a takeover after an expired claim, with nobody serving the customer',
    options: {},
    run: async (deployment) => {
      const conversation = await write(deployment);
      loseTheRecord(deployment, conversation);
      cancelTasks(deployment);
      await deployment.settle(PAST_THE_LEASE_MS);
      await write(deployment, 'Is anybody there?');
    },
    ends: { outcome: 'routed' },
  },
  {
    name: 'a takeover after an expired claim, with a live task',
    options: {},
    run: async (deployment) => {
      const conversation = await write(deployment);
      loseTheRecord(deployment, conversation);
      await deployment.settle(PAST_THE_LEASE_MS);
      await write(deployment, 'Is anybody there?');
    },
    ends: { outcome: 'already_routed' },
  },
  {
    name: 'a parked Conversation that the customer writes to',
    options: {},
    run: async (deployment) => {
      const conversation = await write(deployment);
      cancelTasks(deployment);
      setRecordState(deployment, conversation, 'parked');
      await write(deployment, 'I am back');
    },
    ends: { outcome: 'resumed' },
  },
  {
    name: 'a group MMS',
    options: {},
    run: async (deployment) => {
      await deployment.twilio.inbound.receive({
        from: CUSTOMER_NUMBER,
        to: BUSINESS_NUMBER,
        others: ['+12025550188'],
        body: 'Hello both',
      });
      await deployment.settle();
    },
    ends: { outcome: 'routed' },
  },
  {
    name: 'a Conversation that is closed',
    options: {},
    run: async (deployment) => {
      const conversation = await write(deployment);
      deployment.twilio.conversationActions.setState(conversation, 'closed', 'API', BY_API);
      await deployment.settle();
    },
    ends: { outcome: 'ignored', reason: 'closed' },
  },
  {
    name: 'a Conversation that its timer closes, with an agent still waiting',
    options: {},
    run: async (deployment) => {
      const conversation = await write(deployment);
      deployment.twilio.conversationActions.setState(conversation, 'closed', 'TIMER', BY_API);
      await deployment.settle();
    },
    ends: { outcome: 'ignored', reason: 'closed' },
  },
  {
    name: 'a message in a Conversation whose record is closed and which is open',
    options: {},
    run: async (deployment) => {
      const conversation = await write(deployment);
      cancelTasks(deployment);
      setRecordState(deployment, conversation, 'closed');
      await write(deployment, 'One more question');
    },
    ends: { outcome: 'resumed' },
  },
];
