import type { Deployment, EndpointAnswer } from '../support/deployment';
import { BACKEND_API_KEY, CUSTOMER_NUMBER, EVENT_STREAMS_PASSWORD } from '../support/deployment';
import { traces } from '../support/traces';
import type { Fault } from './faulty-platform';
import { FAULTS, faultyInvocation } from './faulty-platform';
import { IS_FULL, SEED } from './report';

/** One delivery of an event to an endpoint. */
export interface Delivery {
  readonly url: string;
  readonly event: object;
  /** What it may be answered with, whatever befalls it; 200, 204 and 503 if absent. */
  readonly statuses?: readonly number[];
}

/** A situation in which an event arrives. */
export interface Scenario {
  readonly name: string;
  /** Prepares everything before the event; resolves with the event, and with what the customer writes next. */
  prepare(): Promise<PreparedScenario>;
}

export interface PreparedScenario {
  readonly deployment: Deployment;
  readonly delivery: Delivery;
  /** The next event that would come by itself, if one would; made when it is due, if it is a function. */
  readonly next?: Delivery | (() => Promise<Delivery>);
  /** What is wrong with how things stand now, or in the end; nothing if all is well. */
  readonly problem: (inTheEnd: boolean) => string | undefined;
}

const PATTERNS = ['one delivery', 'two at once', 'redelivery', 'next event'] as const;
type Pattern = (typeof PATTERNS)[number];

export interface Cell {
  readonly scenario: string;
  /** When the scenario was recorded, so that a report keeps their order. */
  readonly order: number;
  readonly site: string;
  readonly fault: Fault;
  readonly pattern: Pattern;
  readonly problem: string | undefined;
}

/** A delivery has to be answered before Twilio gives it up. */
const ANSWER_WITHIN_MS: Readonly<Record<string, number>> = {
  '/webhooks/conversations': 5_000,
  '/webhooks/event-streams': 5_000,
};
const OTHERS_ANSWER_WITHIN_MS = 10_000;
/** Past every lease. */
const LATER_MS = 15_000;

/** The REST calls that a scenario makes when nothing goes wrong: a new one adds its rows by itself. */
async function recordCallSites(scenario: Scenario): Promise<string[]> {
  const { deployment, delivery } = await scenario.prepare();
  const invocation = faultyInvocation(deployment.platform());
  await deliver(deployment, delivery, invocation);
  return invocation.calls;
}

/**
 * Plays every fault at every call site of a scenario: in the full form in every pattern of deliveries, in the short
 * one in one pattern each, by turns.
 */
export async function playMatrix(scenario: Scenario, faults: readonly Fault[] = FAULTS): Promise<Cell[]> {
  const cells: Cell[] = [];
  const order = Date.now();
  for (const [at, site] of (await recordCallSites(scenario)).entries()) {
    for (const [turn, fault] of faults.entries()) {
      for (const pattern of patternsFor(at + turn)) {
        const problem = await playCell(scenario, at, fault, pattern);
        cells.push({ scenario: scenario.name, order, site: `${at + 1}. ${site}`, fault, pattern, problem });
      }
    }
  }
  return cells;
}

function patternsFor(turn: number): readonly Pattern[] {
  return IS_FULL ? PATTERNS : PATTERNS.filter((_, index) => index === (turn + SEED) % PATTERNS.length);
}

async function playCell(
  scenario: Scenario,
  at: number,
  fault: Fault,
  pattern: Pattern,
): Promise<string | undefined> {
  const { deployment, delivery, next, problem } = await scenario.prepare();
  const problems: (string | undefined)[] = [];
  // Twilio drops the later of two Interactions, so that a look at the end would not show that there were two.
  deployment.twilio.timeline.listen(() => problems.push(problem(false)));
  const faulty = deliver(deployment, delivery, faultyInvocation(deployment.platform(), { fault, at }));
  const others = pattern === 'two at once' ? [deliver(deployment, delivery)] : [];
  problems.push(...(await Promise.all([faulty, ...others])), problem(false));
  if (pattern === 'redelivery') problems.push(await deliver(deployment, retryOf(delivery)), problem(false));
  await deployment.settle(LATER_MS);
  problems.push(problem(false));
  if (pattern === 'next event' && next) {
    const due = typeof next === 'function' ? await next() : next;
    problems.push(await deliver(deployment, due), problem(false));
  }
  // The last net: Event Streams delivers until it succeeds.
  problems.push(await deliver(deployment, retryOf(delivery)));
  await deployment.settle(LATER_MS);
  problems.push(problem(true), findLeak(traces(deployment)));
  return problems.find((one) => one !== undefined);
}

function retryOf(delivery: Delivery): Delivery {
  return { ...delivery, event: { ...delivery.event, RetryCount: '1' } };
}

/** What a customer wrote and was called, and what others authenticate with. */
const PRIVATE = [CUSTOMER_NUMBER.slice(1), 'Hello', BACKEND_API_KEY, EVENT_STREAMS_PASSWORD];

function findLeak(texts: readonly string[]): string | undefined {
  const leak = texts.find((text) => PRIVATE.some((secret) => text.includes(secret)));
  return leak === undefined ? undefined : `something private in ${leak.slice(0, 200)}`;
}

/** Delivers an event and tells what was wrong with how it was answered. */
async function deliver(
  deployment: Deployment,
  { url, event, statuses = [200, 204, 503] }: Delivery,
  invocation = faultyInvocation(deployment.platform()),
): Promise<string | undefined> {
  const limitMs = ANSWER_WITHIN_MS[url] ?? OTHERS_ANSWER_WITHIN_MS;
  let answered: EndpointAnswer | undefined;
  void deployment.call(url, event, invocation.platform).then((answer) => {
    answered = answer;
  });
  for (let waitedMs = 0; waitedMs < limitMs && !answered && !invocation.isKilled(); waitedMs += 100) {
    await deployment.settle(100);
  }
  if (invocation.isKilled()) return undefined;
  if (!answered) return `not answered within ${limitMs} ms`;
  if (!statuses.includes(answered.status)) return `answered ${answered.status}`;
  return findLeak([JSON.stringify(answered.body)]);
}
