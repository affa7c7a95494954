import * as v from 'valibot';
import type { EpochMs } from '../clock';
import type { ConversationSid } from '../sid';
import { sidSchema } from '../sid';

/**
 * How much agents have written lately, what they asked for, and to whom they may not write any more: one Sync Document
 * for the whole deployment, so that its ceilings hold across Function instances. Counts are kept in buckets, so that
 * windows roll and the Document stays small; agents and customers are only there as short digests.
 */
const ledgerSchema = v.object({
  /** Messages by the hour in which they were sent, counted from 1970. */
  hours: v.record(v.string(), v.number()),
  /** By agent, messages by ten minutes. */
  agents: v.record(v.string(), v.record(v.string(), v.number())),
  /**
   * The newest last: key, digest of its parameters, the Conversation that was made for it before it was counted, and
   * until when it is the same request, in seconds from 1970.
   */
  requests: v.fallback(
    // One that is unreadable costs the memory of a day; nothing could be counted without the rest.
    v.array(v.tuple([v.string(), v.string(), v.nullable(sidSchema('CH')), v.number()])),
    [],
  ),
  /** Digests of customer and sender, with the day on which Twilio refused. */
  optedOut: v.record(v.string(), v.number()),
});

export type OutreachLedger = v.InferOutput<typeof ledgerSchema>;

/** The most that may be sent. */
export interface Ceilings {
  readonly perAgentPerHour: number;
  readonly perDay: number;
}

/** A request, as the ledger knows it. */
export interface LedgerRequest {
  readonly key: string;
  readonly parameters: string;
  /** Absent if Twilio makes it. */
  readonly conversationSid?: ConversationSid | undefined;
  /** Until when the same key means the same request. */
  readonly untilMs: EpochMs;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AGENT_BUCKET_MS = 10 * 60_000;
/** After so many days an opt-out is left to Twilio to know, for customers may have opted in again. */
const OPT_OUT_DAYS = 30;
/** A Document may have 16 KiB: https://www.twilio.com/docs/sync/api/document-resource */
const MAX_BYTES = 15_000;

export const EMPTY_LEDGER: OutreachLedger = { hours: {}, agents: {}, requests: [], optedOut: {} };

/** Reads a ledger as it came from Sync; `undefined` if it is not one. */
export function parseLedger(data: unknown): OutreachLedger | undefined {
  const result = v.safeParse(ledgerSchema, data);
  return result.success ? result.output : undefined;
}

/**
 * Counts one message more.
 *
 * @param ledger without what no window needs any more
 * @param agent a digest of the agent
 * @returns the ledger with it, or, if a ceiling is reached, after how many seconds to try again
 */
export function countMessage(
  ledger: OutreachLedger,
  agent: string,
  ceilings: Ceilings,
  now: EpochMs,
): { readonly ledger: OutreachLedger } | { readonly retryAfterSeconds: number } {
  const ofAgent = ledger.agents[agent] ?? {};
  const day = { ceiling: ceilings.perDay, bucketMs: HOUR_MS, windowMs: DAY_MS, now };
  const hour = { ceiling: ceilings.perAgentPerHour, bucketMs: AGENT_BUCKET_MS, windowMs: HOUR_MS, now };
  const waits = [waitFor(ledger.hours, day), waitFor(ofAgent, hour)].filter((wait) => wait !== undefined);
  if (waits.length > 0) return { retryAfterSeconds: Math.max(...waits) };
  return {
    ledger: {
      ...ledger,
      hours: increment(ledger.hours, Math.floor(now / HOUR_MS)),
      agents: { ...ledger.agents, [agent]: increment(ofAgent, Math.floor(now / AGENT_BUCKET_MS)) },
    },
  };
}

/** Remembers what a request led to, as long as it is known and there is room. */
export function rememberRequest(
  ledger: OutreachLedger,
  { key, parameters, conversationSid, untilMs }: LedgerRequest,
): OutreachLedger {
  const others = ledger.requests.filter(([other]) => other !== key);
  const entry: OutreachLedger['requests'][number] = [
    key,
    parameters,
    conversationSid ?? null,
    Math.ceil(untilMs / 1_000),
  ];
  return { ...ledger, requests: [...others, entry] };
}

/** What is remembered of a request, if anything is. */
export function findRequest({ requests }: OutreachLedger, wanted: string): LedgerRequest | undefined {
  const found = requests.find(([key]) => key === wanted);
  if (!found) return undefined;
  const [key, parameters, conversationSid, untilSeconds] = found;
  return { key, parameters, conversationSid: conversationSid ?? undefined, untilMs: untilSeconds * 1_000 };
}

/** Remembers a customer who has opted out of one of our addresses. */
export function rememberOptOut(ledger: OutreachLedger, digest: string, now: EpochMs): OutreachLedger {
  const others = Object.entries(ledger.optedOut).filter(([other]) => other !== digest);
  return { ...ledger, optedOut: Object.fromEntries([...others, [digest, Math.floor(now / DAY_MS)]]) };
}

/**
 * Forgets the oldest requests and then the oldest opt-outs of a ledger that has become too large; never a count, and
 * never what was written last. A request that is forgotten is still known by its Conversation while that is open, an
 * opt-out by Twilio.
 */
export function fit(ledger: OutreachLedger): OutreachLedger {
  let fitting = ledger;
  while (Buffer.byteLength(JSON.stringify(fitting)) > MAX_BYTES) {
    const { requests, optedOut } = fitting;
    if (requests.length > 1) fitting = { ...fitting, requests: requests.slice(1) };
    else if (Object.keys(optedOut).length > 1) fitting = { ...fitting, optedOut: withoutOldest(optedOut) };
    else return fitting;
  }
  return fitting;
}

function withoutOldest(days: Buckets): Record<string, number> {
  const oldestFirst = Object.entries(days).sort(([, a], [, b]) => a - b);
  return Object.fromEntries(oldestFirst.slice(1));
}

/**
 * Drops what no window needs any more, before anything is looked up in a ledger. A bucket counts until all of it has
 * left the window.
 */
export function prune(ledger: OutreachLedger, now: EpochMs): OutreachLedger {
  const agents = Object.entries(ledger.agents)
    .map(([agent, buckets]) => [agent, within(buckets, AGENT_BUCKET_MS, HOUR_MS, now)] as const)
    .filter(([, buckets]) => Object.keys(buckets).length > 0);
  const requests = ledger.requests.filter(([, , , untilSeconds]) => untilSeconds * 1_000 > now);
  const optedOut = Object.entries(ledger.optedOut).filter(
    ([, day]) => day > Math.floor(now / DAY_MS) - OPT_OUT_DAYS,
  );
  return {
    hours: within(ledger.hours, HOUR_MS, DAY_MS, now),
    agents: Object.fromEntries(agents),
    requests,
    optedOut: Object.fromEntries(optedOut),
  };
}

type Buckets = Readonly<Record<string, number>>;

function within(buckets: Buckets, bucketMs: number, windowMs: number, now: EpochMs): Record<string, number> {
  const kept = Object.entries(buckets).filter(([bucket]) => (Number(bucket) + 1) * bucketMs > now - windowMs);
  return Object.fromEntries(kept);
}

/** After how many seconds the oldest bucket leaves the window, if the ceiling is reached. */
function waitFor(
  buckets: Buckets,
  { ceiling, bucketMs, windowMs, now }: { ceiling: number; bucketMs: number; windowMs: number; now: EpochMs },
): number | undefined {
  const sent = Object.values(buckets).reduce((sum, count) => sum + count, 0);
  if (sent < ceiling) return undefined;
  const oldest = Math.min(...Object.keys(buckets).map(Number), Math.floor(now / bucketMs));
  return Math.ceil(((oldest + 1) * bucketMs + windowMs - now) / 1_000);
}

function increment(buckets: Buckets, bucket: number): Record<string, number> {
  return { ...buckets, [bucket]: (buckets[bucket] ?? 0) + 1 };
}
