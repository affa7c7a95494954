import { setTimeout as delay } from 'node:timers/promises';
import { Instance } from '../process/instance';
import type { Stage } from '../stage';

const LONGEST_WAIT_MS = 5_000;

/** What is asked of the endpoints that begin an Interaction; the number keeps the customers apart. */
const CLICKS: Readonly<Record<string, (number: number) => object>> = {
  '/agent/click-to-sms': (number) => ({ to: `+1202${5_450_000 + number}`, body: 'Your parcel is here.' }),
  '/agent/click-to-whatsapp': (number) => ({
    to: `+1202${5_450_000 + number}`,
    contentSid: `HX${'c0'.repeat(16)}`,
  }),
  '/agent/click-to-email': (number) => ({
    to: `ella${number}@example.com`,
    subject: 'Your parcel',
    body: 'It is here.',
  }),
  '/agent/click-to-chat': (number) => ({ identity: `ella${number}`, body: 'Hello' }),
};

/** What is asked beyond the handle of an Interaction that the agent takes part in. */
const PARAMETERS: Readonly<Record<string, (queueSid: string) => object>> = {
  '/agent/invite': (queueSid) => ({ queueSid }),
  '/agent/transfer': (queueSid) => ({ queueSid, mode: 'warm' }),
  '/agent/participants/add': () => ({ type: 'customer', mediaProperties: { identity: 'guest' } }),
  '/agent/leave': () => ({ ifLast: 'close' }),
};

/** One request of every agent endpoint, each after what it needs has been made: an agent in an Interaction. */
export async function* agentRequests(stage: Stage): AsyncGenerator<{ url: string; event: object }> {
  const router = new Instance(stage.served.port);
  const { agent, served } = stage;
  const [queueSid = ''] = served.twilio.workspace.queues.keys();
  try {
    for (const url of Object.keys(stage.layout.functions).sort()) {
      if (!url.startsWith('/agent/')) continue;
      const click = CLICKS[url]?.(served.twilio.interactions.interactions.size);
      const parameters = click ?? {
        taskSid: await serveCustomer(stage, router),
        ...PARAMETERS[url]?.(queueSid),
      };
      yield { url, event: { Token: agent.token, ...parameters } };
      await clearDesk(stage);
    }
  } finally {
    await router.stop();
  }
}

/** The agent ends everything that was begun, for they can take only so much at once. */
async function clearDesk({ agent, served }: Stage): Promise<void> {
  await served.settle();
  for (const reservation of agent.reservations) {
    if (reservation.reservation_status === 'pending') agent.accept(reservation);
    await served.settle();
    if (reservation.reservation_status === 'accepted') agent.complete(reservation);
  }
  await served.settle();
}

/** A customer writes, and the agent accepts and joins; resolves with the SID of their task. */
async function serveCustomer(stage: Stage, router: Instance): Promise<string> {
  const { agent, served } = stage;
  const answer = await router.run(stage.request('ours', await stage.firstMessage()));
  const { taskSid, interactionSid } = answer.answer?.body as { taskSid: string; interactionSid: string };
  const interaction = served.twilio.interactions.interactions.get(interactionSid);
  agent.accept(await soon(() => agent.reservations.find((one) => one.task_sid === taskSid)));
  await soon(() => interaction?.participants.find(({ entity }) => entity.type === 'agent'));
  await served.settle();
  return taskSid;
}

/** Waits for what Twilio does in its own time. */
async function soon<Value>(find: () => Value | undefined): Promise<Value> {
  const until = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < until) {
    const found = find();
    if (found !== undefined) return found;
    await delay(5);
  }
  throw new Error('The task was offered to nobody, or nobody joined');
}
