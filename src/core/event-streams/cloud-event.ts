import * as v from 'valibot';
import type { EpochMs } from '../clock';
import { ownProperties } from '../endpoints/own-properties';
import { latestMsOf } from '../latest-time';

/** What is read of each event of a delivery. */
export const cloudEventSchema = v.object({
  type: v.string(),
  // Nothing good is thrown away for what is not needed.
  time: v.fallback(v.optional(v.string()), undefined),
  data: v.record(v.string(), v.unknown()),
});

/** A fact as Event Streams delivers it: https://www.twilio.com/docs/events/webhook-quickstart */
export interface CloudEvent {
  /** E.g. `com.twilio.conversations.message.added`. */
  readonly type: string;
  /** At the latest. */
  readonly happenedAtMs: EpochMs | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The events of one delivery: an array, which the Functions runtime spreads over the keys `0`, `1`, …, or a single
 * one. Anything else among the parameters, such as the URL's own, is passed over.
 *
 * @returns an empty list if no event has reached us
 */
export function readCloudEvents(event: unknown): readonly (CloudEvent | 'malformed')[] {
  const given = ownProperties(event);
  if (['specversion', 'dataschema', 'data'].some((name) => name in given)) return [toCloudEvent(given)];
  return Object.keys(given)
    .filter((key) => /^\d+$/.test(key))
    .map((key) => toCloudEvent(given[key]));
}

function toCloudEvent(given: unknown): CloudEvent | 'malformed' {
  const parsed = v.safeParse(cloudEventSchema, given);
  if (!parsed.success) return 'malformed';
  const { type, time, data } = parsed.output;
  return { type, data, happenedAtMs: latestMsOf(time) };
}
