import type { EmbeddedTwilio } from '../embedded-twilio';
import { DeliveryFaults } from './delivery-faults';
import type { Weather } from './weather-schema';

/** Replaces the weather of an embedded Twilio. */
export function setWeather(twilio: EmbeddedTwilio, weather: Weather): void {
  const { faults, limits, world } = twilio;
  faults.clear();
  faults.reseed(weather.seed);
  for (const rule of weather.calls) faults.add(withoutAbsent(rule));
  world.deliveries.weather = new DeliveryFaults(weather.deliveries.map(withoutAbsent), weather.seed);
  limits.enabled = weather.rateLimits;
  twilio.latencyMs = weather.latencyMs;
  twilio.weatherSeed = weather.seed;
}

/** The weather as it is; a rule that has hit often enough is gone from it. */
export function weatherOf({ faults, limits, world, latencyMs, weatherSeed }: EmbeddedTwilio): Weather {
  const { weather } = world.deliveries;
  return {
    calls: [...faults.rules],
    deliveries: weather instanceof DeliveryFaults ? weather.activeRules : [],
    latencyMs,
    rateLimits: limits.enabled,
    seed: weatherSeed,
  };
}

function withoutAbsent<Rule extends object>(rule: Rule): WithoutUndefined<Rule> {
  return Object.fromEntries(
    Object.entries(rule).filter(([, value]) => value !== undefined),
  ) as WithoutUndefined<Rule>;
}

type WithoutUndefined<Rule> = { [Name in keyof Rule]: Exclude<Rule[Name], undefined> };
