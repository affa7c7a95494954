import * as v from 'valibot';
import { FAULT_KINDS } from '../kernel/faults';
import { DELIVERY_FAULTS } from './delivery-rule';

const DEFAULT_SEED = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const faultRule = v.strictObject({
  operation: v.optional(v.string()),
  kind: v.picklist(FAULT_KINDS),
  times: v.optional(v.pipe(count, v.minValue(1))),
  after: v.optional(count),
  probability: v.optional(probability),
  status: v.optional(v.pipe(count, v.minValue(400), v.maxValue(599))),
  code: v.optional(count),
  html: v.optional(v.boolean()),
  retryAfterSeconds: v.optional(count),
  delayMs: v.optional(count),
});

const deliveryRule = v.strictObject({
  event: v.optional(v.string()),
  kind: v.picklist(DELIVERY_FAULTS),
  times: v.optional(v.pipe(count, v.minValue(1))),
  probability: v.optional(probability),
  delayMs: v.optional(count),
});

const weatherSchema = v.strictObject({
  /** What goes wrong with calls of the REST API. */
  calls: v.optional(v.array(faultRule), []),
  /** What goes wrong with webhooks and Event Streams. */
  deliveries: v.optional(v.array(deliveryRule), []),
  /** How long every call takes, in milliseconds. */
  latencyMs: v.optional(count, 0),
  /** Whether Twilio's documented rate limits are kept. */
  rateLimits: v.optional(v.boolean(), false),
  /** Whatever is left to chance goes the same way for the same seed. */
  seed: v.optional(count, DEFAULT_SEED),
});

/** Everything that goes wrong between a program and Twilio. */
export type Weather = v.InferOutput<typeof weatherSchema>;
export type WeatherInput = v.InferInput<typeof weatherSchema>;

export const FAIR_WEATHER: Weather = v.parse(weatherSchema, {});

/** @throws Error naming what is wrong with it */
export function parseWeather(given: unknown): Weather {
  const result = v.safeParse(weatherSchema, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'weather'}: ${issue.message}`);
}
