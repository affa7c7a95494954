import type { OutgoingWebhook, WebhookSender } from '../../simulator/kernel/deliveries';
import { seededRandom } from '../../simulator/kernel/faults';
import { Customer } from '../../simulator/people/customer';
import { BUSINESS_NUMBER, Deployment } from '../support/deployment';
import { liveInteractions } from './scenarios';

/** https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow */
const INVOCATIONS_AT_ONCE = 30;
/** https://www.twilio.com/docs/flex/developer/conversations/limits */
const INTERACTIONS_PER_SECOND = 20;
const MINUTE_MS = 60_000;

/** Which ways a fact has to the product. */
export type Nets = 'webhooks and Event Streams' | 'webhooks and sweep' | 'webhooks alone';

interface BurstOptions {
  readonly conversations: number;
  /** Within which the customers write. */
  readonly withinMs: number;
  readonly nets: Nets;
  /** How likely a webhook is lost, from 0 to 1. */
  readonly lost?: number;
  /** How long a REST call takes. */
  readonly latencyMs?: number;
  /** How long to go on. */
  readonly forMs: number;
  /** What takes the webhooks instead of the product. */
  readonly sender?: (deployment: Deployment) => WebhookSender;
}

export interface BurstResult {
  readonly nets: Nets;
  readonly conversations: number;
  readonly lost: number;
  /** Conversations with exactly one live Interaction in the end. */
  readonly routed: number;
  readonly twice: number;
  readonly never: number;
  /** From the customer's message to their Interaction. */
  readonly medianWaitMs: number;
  readonly lastWaitMs: number;
  /** When the last Interaction could be there at the earliest, for the rate limit. */
  readonly bestLastWaitMs: number;
  readonly invocations: number;
  readonly refusedInvocations: number;
}

/** Many customers at once, against the documented limits of the Interactions API and of Functions. */
export async function runBurst(options: BurstOptions): Promise<BurstResult> {
  const { conversations, withinMs, nets, lost = 0, latencyMs = 80, forMs } = options;
  const deployment = new Deployment({
    latencyMs,
    withEventStreams: nets === 'webhooks and Event Streams',
    settings: { SWEEP_SINCE: '2026-01-05' },
  });
  deployment.twilio.limits.enabled = true;
  if (options.sender) deployment.twilio.world.deliveries.send = options.sender(deployment);
  const counts = limitInvocations(deployment);
  const random = seededRandom(11);
  deployment.twilio.world.deliveries.weather = {
    copies: ({ from }) => (from === 'conversations' && random() < lost ? [] : [Math.floor(random() * 50)]),
  };
  const written = new Map<string, number>();
  for (let index = 0; index < conversations; index++) {
    deployment.clock.schedule((index * withinMs) / conversations, () => {
      const customer = new Customer(deployment.twilio, `+1202${String(5_550_000 + index)}`);
      void customer.write(BUSINESS_NUMBER, 'Hello').then((received) => {
        if (received) written.set(received.conversation.entity.sid, deployment.clock.now());
      });
    });
  }
  if (nets === 'webhooks and sweep') sweepEveryMinute(deployment, forMs);
  const created = watchInteractions(deployment);
  await deployment.settle(forMs);
  const live = [...written.keys()].map((sid) => liveInteractions(deployment, sid));
  const waits = [...written]
    .flatMap(([sid, atMs]) => {
      const createdAtMs = created.get(sid);
      return createdAtMs === undefined ? [] : [createdAtMs - atMs];
    })
    .sort((a, b) => a - b);
  return {
    nets,
    conversations,
    lost,
    routed: live.filter((count) => count === 1).length,
    twice: live.filter((count) => count > 1).length,
    never: live.filter((count) => count === 0).length,
    medianWaitMs: waits[Math.floor(waits.length / 2)] ?? 0,
    lastWaitMs: waits.at(-1) ?? 0,
    bestLastWaitMs: Math.max(0, (conversations / INTERACTIONS_PER_SECOND) * 1_000 - withinMs),
    ...counts,
  };
}

/** Functions refuses what comes above its limit; Twilio's webhooks do not come again for that. */
function limitInvocations(deployment: Deployment): { invocations: number; refusedInvocations: number } {
  const { deliveries } = deployment.twilio.world;
  const counts = { invocations: 0, refusedInvocations: 0 };
  const send = deliveries.send;
  let running = 0;
  deliveries.send = async (webhook: OutgoingWebhook, signal: AbortSignal) => {
    if (running >= INVOCATIONS_AT_ONCE) {
      counts.refusedInvocations += 1;
      return { status: 429, body: '' };
    }
    running += 1;
    counts.invocations += 1;
    try {
      return await send(webhook, signal);
    } finally {
      running -= 1;
    }
  };
  return counts;
}

function watchInteractions(deployment: Deployment): Map<string, number> {
  const created = new Map<string, number>();
  let seen = 0;
  deployment.twilio.timeline.listen((entry) => {
    if (entry.title !== 'POST /v1/Interactions' || entry.status !== 201) return;
    const all = [...deployment.twilio.interactions.interactions.values()];
    for (const { conversation } of all.slice(seen)) {
      const sid = conversation?.entity.sid;
      if (sid !== undefined && !created.has(sid)) created.set(sid, deployment.clock.now());
    }
    seen = all.length;
  });
  return created;
}

/** As a scheduler does it: all pages, one after the other, every minute. */
function sweepEveryMinute(deployment: Deployment, forMs: number): void {
  const sweep = async (): Promise<void> => {
    for (let cursor: unknown = ''; cursor !== undefined;) {
      const { body } = await deployment.callBackend('/backend/sweep', { apply: 'true', cursor });
      cursor = body.cursor;
    }
  };
  for (let atMs = MINUTE_MS; atMs < forMs; atMs += MINUTE_MS)
    deployment.clock.schedule(atMs, () => void sweep());
}
