import { once } from 'node:events';
import { Customer } from '../../simulator/people/customer';
import type { CloudLayout } from '../runtime/cloud-layout';
import type { InvocationReport, InvocationRequest } from '../runtime/invoke-function';
import { startInvocation } from '../runtime/invoke-function';
import type { ServedTwilio } from '../runtime/serve-twilio';
import { serveTwilio } from '../runtime/serve-twilio';
import { BACKEND_API_KEY, BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';
import type { Delivery } from './fault-matrix';
import { countLiveInteractions } from './live-interactions';
import { operationOf } from './operation-of';

const CONVERSATIONS = '/webhooks/conversations';
/** Past every lease, and old enough for the sweep. */
const LATER_MS = 2 * 60_000;

const SWEEP: Delivery = {
  url: '/backend/sweep',
  event: { apply: 'true', request: { headers: { authorization: `Bearer ${BACKEND_API_KEY}` } } },
};

/** What comes to the rescue. */
export const RESCUERS = ['redelivery', 'next message', 'sweep'] as const;
export type Rescuer = (typeof RESCUERS)[number];

export interface Kill {
  /** Which REST call, counted from 0. */
  readonly at: number;
  readonly when: 'before' | 'after';
}

interface KilledInvocation {
  /** The calls that it made, or that the rescuer made. */
  readonly calls: readonly string[];
  readonly endedBy: string | null;
  readonly liveAfterKill: number;
  readonly rescue: InvocationReport['response'];
  readonly liveInTheEnd: number;
}

/** A customer's first message in a Twilio of its own, with the events that would tell of it. */
async function firstMessage(): Promise<{
  served: ServedTwilio;
  conversationSid: string;
  events: Record<Rescuer, Delivery>;
}> {
  const received: Record<string, string>[] = [];
  const served = await serveTwilio(({ form }) => {
    received.push({ ...form });
    return Promise.resolve({ status: 200, body: '{}' });
  });
  served.wire('https://example.com', 'service');
  const customer = new Customer(served.twilio, CUSTOMER_NUMBER);
  const message = await customer.write(BUSINESS_NUMBER, 'Hello');
  await customer.write(BUSINESS_NUMBER, 'Hello?');
  await served.settle();
  const [first, next] = received.filter(({ EventType }) => EventType === 'onMessageAdded');
  return {
    served,
    conversationSid: message?.conversation.entity.sid ?? '',
    events: {
      redelivery: { url: CONVERSATIONS, event: { ...first } },
      'next message': { url: CONVERSATIONS, event: { ...next } },
      sweep: SWEEP,
    },
  };
}

/** The REST calls of a first message when nothing goes wrong. */
export async function recordCalls(cloud: CloudLayout): Promise<string[]> {
  const { served, events } = await firstMessage();
  const calls: string[] = [];
  watchCalls(served, (call) => {
    calls.push(call);
    return 'go on';
  });
  await startInvocation(toRequest(cloud, served, events.redelivery)).report;
  await served.stop();
  return calls;
}

/**
 * Runs the built Function in a process, kills that process with SIGKILL at a REST call, and lets the rescuer, in
 * another process, find what it left.
 */
export async function killAndRescue(
  cloud: CloudLayout,
  kill: Kill,
  rescuer: Rescuer,
): Promise<KilledInvocation> {
  const { served, conversationSid, events } = await firstMessage();
  const calls: string[] = [];
  const invocation = startInvocation(toRequest(cloud, served, events.redelivery));
  const ended = once(invocation.process, 'exit') as Promise<[number | null, string | null]>;
  const end = async (): Promise<void> => {
    invocation.process.kill('SIGKILL');
    await ended;
  };
  watchCalls(served, (call) => {
    calls.push(call);
    if (calls.length - 1 !== kill.at) return 'go on';
    return kill.when === 'before' ? { before: end } : { after: end };
  });
  await invocation.report.catch(() => undefined);
  const [, endedBy] = await ended;
  await served.settle();
  const liveAfterKill = countLiveInteractions(served.twilio, conversationSid);
  const event = { ...events[rescuer].event, RetryCount: '1' };
  const request = toRequest(cloud, served, { ...events[rescuer], event }, LATER_MS);
  const { response: rescue } = await startInvocation(request).report;
  await served.settle();
  const liveInTheEnd = countLiveInteractions(served.twilio, conversationSid);
  await served.stop();
  return { calls, endedBy, liveAfterKill, rescue, liveInTheEnd };
}

type Verdict = 'go on' | { readonly before: () => Promise<void> } | { readonly after: () => Promise<void> };

/** Judges every REST call before it takes effect. */
function watchCalls({ twilio }: ServedTwilio, judge: (call: string) => Verdict): void {
  const perform = twilio.request.bind(twilio);
  twilio.request = async (request) => {
    const verdict = judge(operationOf(request.method, request.host, request.path));
    if (typeof verdict === 'object' && 'before' in verdict) {
      await verdict.before();
      throw new Error('nobody waits for an answer');
    }
    const response = await perform(request);
    if (typeof verdict === 'object') await verdict.after();
    return response;
  };
}

function toRequest(
  { functions, privateAssets }: CloudLayout,
  { variables, port }: ServedTwilio,
  { url, event }: Delivery,
  aheadMs = 0,
): InvocationRequest {
  return {
    file: functions[url] ?? '',
    privateAssets,
    context: { ...variables, BACKEND_API_KEY, SWEEP_SINCE: '2026-01-05' },
    event: { request: { headers: {}, cookies: {} }, ...event },
    twilioPort: port,
    aheadMs,
  };
}
