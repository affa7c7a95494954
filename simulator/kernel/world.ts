import type { EpochMs } from './clock';
import type { SimulatorClock } from './clock';
import type { Deliveries } from './deliveries';
import type { SidFactory } from './sid-factory';
import type { Timeline } from './timeline';

/** A fact as Event Streams would tell it. */
export interface StreamEvent {
  /** E.g. `com.twilio.conversations.message.added`. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What all products of the embedded Twilio share. */
export interface World {
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: SimulatorClock;
  readonly sids: SidFactory;
  readonly timeline: Timeline;
  readonly deliveries: Deliveries;
  /** Hands a fact to Event Streams. */
  publish(event: StreamEvent): void;
}

/** A time as Twilio's REST API writes it, e.g. `2026-01-05T09:00:00Z`. */
export function isoSeconds(atMs: EpochMs): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** A time as Twilio's webhooks write it, e.g. `2026-01-05T09:00:00.123Z`. */
export function isoMilliseconds(atMs: EpochMs): string {
  return new Date(atMs).toISOString();
}
