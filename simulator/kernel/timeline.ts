import type { EpochMs } from './clock';

/** One thing that happened: a REST call, a webhook, or what a person did. */
export interface TimelineEntry {
  readonly id: number;
  readonly atMs: EpochMs;
  readonly kind: 'rest' | 'webhook' | 'person' | 'twilio';
  /** E.g. `POST /v1/Interactions`, `onMessageAdded`, `The customer writes`. */
  readonly title: string;
  /** Milliseconds until it was over; absent while it runs. */
  ms?: number;
  status?: number;
  /** What came of it, in a word, e.g. `routed`. */
  outcome?: string;
  readonly detail: Record<string, unknown>;
}

type Listener = (entry: TimelineEntry) => void;

/** The last happenings, for the console, the demo and assertions. */
export class Timeline {
  readonly #limit: number;
  readonly #listeners = new Set<Listener>();
  #entries: TimelineEntry[] = [];
  #count = 0;

  constructor(limit = 2_000) {
    this.#limit = limit;
  }

  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }

  add(entry: Omit<TimelineEntry, 'id'>): TimelineEntry {
    const added = { ...entry, id: ++this.#count };
    this.#entries.push(added);
    if (this.#entries.length > this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit);
    this.#tell(added);
    return added;
  }

  /** Adds what became known of an entry later. */
  complete(
    entry: TimelineEntry,
    result: Pick<TimelineEntry, 'ms' | 'status' | 'outcome'>,
    detail: object = {},
  ): void {
    Object.assign(entry, result);
    Object.assign(entry.detail, detail);
    this.#tell(entry);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#entries = [];
  }

  #tell(entry: TimelineEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }
}
