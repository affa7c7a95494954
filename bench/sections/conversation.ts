import { setImmediate as nextTurn } from 'node:timers/promises';
import { Customer } from '../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../../test/support/deployment';
import { deliverToNaive } from '../naive/deliver-to-naive';
import type { Section } from '../tables';
import { comparisonTable } from '../tables';

const LENGTHS = [1, 10, 100];

interface Counts {
  readonly invocations: number;
  readonly calls: number;
  readonly interactions: number;
}

/** Whole Conversations, customer and agent by turns: what they cost, and what they lead to. */
export async function conversation(): Promise<Section[]> {
  const lengths: { length: number; naive: Counts; webhooks: Counts; supported: Counts }[] = [];
  for (const length of LENGTHS) {
    lengths.push({
      length,
      naive: await hold(length, 'naive'),
      webhooks: await hold(length, 'webhooks'),
      supported: await hold(length, 'webhooks and Event Streams'),
    });
  }
  const rows = (wiring: 'webhooks' | 'supported') =>
    comparisonTable(
      lengths.flatMap(({ length, naive, [wiring]: ours }) =>
        (['calls', 'invocations', 'interactions'] as const).map((what) => ({
          name: `${length} ${length === 1 ? 'message' : 'messages'}: ${LABELS[what]}`,
          ours: ours[what],
          naive: naive[what],
        })),
      ),
    );
  const title = 'A whole Conversation';
  return [
    {
      title: `${title}, wired alike`,
      text: "Counted, not timed: customer and agent write by turns, and both sides get the address's webhook and nothing else. Every Interaction above one is another task that rings for an agent, for the same customer.",
      table: rows('webhooks'),
    },
    {
      title: `${title}, with the supported wiring`,
      text: 'Event Streams tells this project everything a second time, so that a lost webhook loses nobody; the baseline has no such net.',
      table: rows('supported'),
    },
  ];
}

const LABELS = {
  calls: 'REST calls',
  invocations: 'invocations',
  interactions: 'Interactions made',
} as const;

async function hold(
  length: number,
  subject: 'naive' | 'webhooks' | 'webhooks and Event Streams',
): Promise<Counts> {
  const deployment = new Deployment({
    wiring: 'address',
    withEventStreams: subject === 'webhooks and Event Streams',
  });
  const { twilio, account } = deployment;
  if (subject === 'naive') twilio.world.deliveries.send = deliverToNaive(deployment);
  const [ada] = account.agents;
  if (!ada) throw new Error('There is no agent');
  ada.setActivity('Available');
  const customer = new Customer(twilio, CUSTOMER_NUMBER);
  const received = await customer.write(BUSINESS_NUMBER, 'Hello');
  await settle(deployment);
  const sid = received?.conversation.entity.sid ?? '';
  ada.accept();
  await settle(deployment);
  for (let written = 1; written < length; written++) {
    if (written % 2 === 1) ada.write(sid, 'Good morning');
    else await customer.write(BUSINESS_NUMBER, 'And then?');
    await settle(deployment);
  }
  return {
    invocations: deployment.deliveries.length,
    calls: deployment.countCalls(/./),
    interactions: deployment.countCalls(/^POST \/v1\/Interactions$/),
  };
}

/** Lets everything happen that is due; what is loaded for the first time takes time that the clock does not know. */
async function settle(deployment: Deployment): Promise<void> {
  await deployment.settle(0);
  while (deployment.twilio.world.deliveries.running > 0) await nextTurn();
  await deployment.settle();
}
