import type { WeatherInput } from './weather-schema';

export interface Forecast {
  readonly name: string;
  readonly description: string;
  readonly weather: WeatherInput;
}

/** Kinds of weather that happen, by name. */
export const FORECASTS: readonly Forecast[] = [
  { name: 'Fair', description: 'Everything works', weather: {} },
  {
    name: 'Slow',
    description: 'Every call takes 700 ms',
    weather: { latencyMs: 700 },
  },
  {
    name: 'Rush hour',
    description: 'Rate limits are kept, and every third call is 429',
    weather: {
      rateLimits: true,
      calls: [{ kind: 'status', status: 429, code: 20429, retryAfterSeconds: 1, probability: 0.34 }],
    },
  },
  {
    name: 'Outage',
    description: "Half of all calls get a proxy's error page",
    weather: { calls: [{ kind: 'status', status: 503, html: true, probability: 0.5 }] },
  },
  {
    name: 'Broken lines',
    description: 'One call in four is done, and its answer lost',
    weather: { calls: [{ kind: 'reset-after', probability: 0.25 }] },
  },
  {
    name: 'Silence',
    description: 'The next two Interactions are created, and never answered',
    weather: { calls: [{ operation: 'CreateInteraction', kind: 'never-after', times: 2 }] },
  },
  {
    name: 'Echoes',
    description: 'Every webhook comes twice at once',
    weather: { deliveries: [{ kind: 'concurrent' }] },
  },
  {
    name: 'Disorder',
    description: 'Webhooks come up to two seconds late, in any order',
    weather: { deliveries: [{ kind: 'reordered', delayMs: 2_000 }] },
  },
  {
    name: 'Lost post',
    description: 'Every second webhook is lost',
    weather: { deliveries: [{ kind: 'lost', probability: 0.5 }] },
  },
];
