import { useEffect, useState } from 'preact/hooks';
import type { Forecast } from '../../weather/forecasts';
import type { Weather as WeatherNow, WeatherInput } from '../../weather/weather-schema';
import { RuleForm } from './rule-form';

const REFRESH_MS = 2_000;

interface WeatherProps {
  readonly onProblem: (problem: string | undefined) => void;
}

/** What goes wrong between the Functions and Twilio; switched while messages are being written. */
export function Weather({ onProblem }: WeatherProps) {
  const [forecasts, setForecasts] = useState<readonly Forecast[]>([]);
  const [now, setNow] = useState<WeatherNow>();
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    void ask('GET', 'forecasts').then((body) => {
      setForecasts((body as { forecasts: Forecast[] }).forecasts);
    });
    const refresh = (): void => {
      void ask('GET', 'weather').then(
        (body) => {
          setNow(body as WeatherNow);
        },
        () => undefined,
      );
    };
    refresh();
    const timer = setInterval(refresh, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const change = (weather: WeatherInput): void => {
    ask('PUT', 'weather', weather).then(
      (body) => {
        setNow(body as WeatherNow);
        onProblem(undefined);
      },
      (error: unknown) => {
        onProblem(error instanceof Error ? error.message : String(error));
      },
    );
  };
  if (!now) return null;
  const current = forecasts.find(({ weather }) => isSame(weather, now));
  return (
    <section class={`weather ${isFair(now) ? '' : 'rough'}`} aria-label="Weather">
      <div class="forecasts">
        <h2>Weather</h2>
        {forecasts.map(({ name, description, weather }) => (
          <button
            key={name}
            type="button"
            class="chip"
            title={description}
            aria-pressed={name === current?.name}
            onClick={() => {
              change(weather);
            }}
          >
            {name}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          aria-expanded={isOpen}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          Rules
        </button>
      </div>
      <p class="hint">{current?.description ?? summaryOf(now)}</p>
      {isOpen && <RuleForm weather={now} onChange={change} />}
    </section>
  );
}

/** @throws Error with the server's message */
async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`/embedded-twilio/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error((answer as { message: string }).message);
  return answer;
}

function isFair({ calls, deliveries, latencyMs, rateLimits }: WeatherNow): boolean {
  return calls.length === 0 && deliveries.length === 0 && latencyMs === 0 && !rateLimits;
}

function isSame(forecast: WeatherInput, now: WeatherNow): boolean {
  const { calls = [], deliveries = [], latencyMs = 0, rateLimits = false } = forecast;
  return (
    latencyMs === now.latencyMs &&
    rateLimits === now.rateLimits &&
    textOf(calls) === textOf(now.calls) &&
    textOf(deliveries) === textOf(now.deliveries)
  );
}

/** The same for rules that say the same in another order. */
function textOf(rules: readonly object[]): string {
  return JSON.stringify(rules.map((rule) => Object.entries(rule).sort()));
}

function summaryOf({ calls, deliveries, latencyMs, rateLimits }: WeatherNow): string {
  return [
    calls.length > 0 ? `rules for calls: ${calls.length}` : '',
    deliveries.length > 0 ? `rules for webhooks: ${deliveries.length}` : '',
    latencyMs > 0 ? `calls take ${latencyMs} ms` : '',
    rateLimits ? 'rate limits are kept' : '',
  ]
    .filter(Boolean)
    .join(', ');
}
