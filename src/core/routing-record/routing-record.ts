import * as v from 'valibot';
import type { EpochMs } from '../clock';
import type { TaskSid } from '../sid';
import { sidSchema } from '../sid';

/**
 * How far the routing of one Conversation has come.
 *
 * - `claimed`: one invocation is at it, until its lease ends.
 * - `routed`: the Conversation has its Interaction.
 * - `parked`: it has one, but no agent; the customer's next message brings one.
 * - `resuming`: one invocation is sending an Invite into its channel, until its lease ends.
 * - `foreign`: somebody else made its Interaction; never created for, never closed by us.
 * - `closed`: its Interaction Channel or the Conversation itself is closed.
 * - `failed`: given up, with a code, after an alert.
 */
export const ROUTING_STATES = [
  'claimed',
  'routed',
  'parked',
  'resuming',
  'foreign',
  'closed',
  'failed',
] as const;

/**
 * What somebody asked for, so that the same request is known when it comes again: who and what only as digests.
 */
export const outreachRequestSchema = v.object({
  /** Digest of who asked and of their `requestId`, or of what they asked for. */
  key: v.string(),
  /** Digest of what they asked for. */
  parameters: v.string(),
  /** Until when the same key means the same request. */
  untilMs: v.number(),
  /** The agent who asked; absent for a back end. */
  workerSid: v.optional(sidSchema('WK')),
});

export type OutreachRequest = v.InferOutput<typeof outreachRequestSchema>;

const recordSchema = v.object({
  state: v.picklist(ROUTING_STATES),
  /** Which invocation wrote it, so that a repeated write knows its own work. */
  writtenBy: v.string(),
  writtenAtMs: v.number(),
  /** How many times the creation of an Interaction was attempted without knowing that it did nothing. */
  attempt: v.number(),
  /** How many times it was sent to another workflow because nobody took it: only what is known to have been sent. */
  reroutes: v.optional(v.number()),
  /** How old the tasks before the present one became, in seconds, together. */
  waitedSeconds: v.optional(v.number()),
  /** The request of an agent or a back end that it began with. */
  request: v.optional(outreachRequestSchema),
  /** The customer was told, or is being told, that nobody came. */
  isTold: v.optional(v.boolean()),
  /** Who parked it and when, and the webhook that tells when the customer writes; kept until somebody has been invited. */
  parked: v.optional(
    v.object({
      workerSid: sidSchema('WK'),
      atMs: v.number(),
      webhookSid: v.optional(sidSchema('WH')),
    }),
  ),
  /** The Interaction that Twilio told of during a claim: if the claim's holder died, it may be what came of it. */
  toldOf: v.optional(sidSchema('KD')),
  /** Until when a claim or a resume is held. */
  leaseUntilMs: v.optional(v.number()),
  interactionSid: v.optional(sidSchema('KD')),
  channelSid: v.optional(sidSchema('UO')),
  taskSid: v.optional(sidSchema('WT')),
  /** Why it failed: a Twilio error code, an HTTP status, or a word of ours. */
  code: v.optional(v.union([v.number(), v.string()])),
});

/**
 * What has been done for one Conversation. It holds SIDs, states and counters, nothing of the customer's.
 */
export type RoutingRecord = v.InferOutput<typeof recordSchema>;

/** The parts of a record that its writer chooses; the store adds who and when. */
export type RoutingRecordChange = Omit<RoutingRecord, 'writtenBy' | 'writtenAtMs'>;

/** Reads a record as it came from Sync; `undefined` if it is not one of ours. */
export function parseRoutingRecord(data: unknown): RoutingRecord | undefined {
  const result = v.safeParse(recordSchema, data);
  return result.success ? result.output : undefined;
}

/**
 * How long a claim is held, in milliseconds: as long as the platform lets its holder live, so that whoever
 * takes over can be sure that the holder will send nothing more.
 *
 * @see https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow (10 s)
 */
export const LEASE_MS = 10_000;

/** Whether somebody is at it right now. */
export function isHeld(record: RoutingRecord, now: EpochMs): boolean {
  const isClaim = record.state === 'claimed' || record.state === 'resuming';
  return isClaim && (record.leaseUntilMs ?? 0) > now;
}

/**
 * Until when a record knows what happened: an agent has seen what was written before they parked, but not what came
 * while their park was being written down.
 */
export function knowsUntilMs({ parked, writtenAtMs }: RoutingRecord): EpochMs {
  return parked?.atMs ?? writtenAtMs;
}

/**
 * The task of the agent who parked it, as long as they may be on their way out: it does not count as somebody who
 * serves the Conversation.
 */
export function leavingTaskOf(
  { parked, taskSid }: Pick<RoutingRecord, 'parked' | 'taskSid'>,
  now: EpochMs,
): TaskSid | undefined {
  return parked && now - parked.atMs < LEASE_MS ? taskSid : undefined;
}

/** As long as an Interaction Channel may live: https://www.twilio.com/docs/flex/developer/conversations/park-an-interaction */
export const RECORD_TTL_SECONDS = 180 * 86_400;
export const CLOSED_RECORD_TTL_SECONDS = 86_400;
