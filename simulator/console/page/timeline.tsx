import { useState } from 'preact/hooks';
import type { TimelineView } from '../snapshot';

const KINDS = ['person', 'webhook', 'rest', 'twilio'] as const;
const LABELS = {
  person: 'People',
  webhook: 'Webhooks',
  rest: 'REST calls',
  twilio: 'Inside Twilio',
} as const;

interface TimelineProps {
  /** Newest first. */
  readonly entries: readonly TimelineView[];
}

/** Every webhook and REST call as it happens. */
export function Timeline({ entries }: TimelineProps) {
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [openId, setOpenId] = useState<number>();
  const shown = entries.filter(({ kind }) => !hidden.includes(kind));
  const open = entries.find(({ id }) => id === openId);
  return (
    <section class="panel timeline" aria-label="Timeline">
      <header>
        <h2>Timeline</h2>
        <div class="filters">
          {KINDS.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                checked={!hidden.includes(kind)}
                onChange={() => {
                  setHidden(hidden.includes(kind) ? hidden.filter((one) => one !== kind) : [...hidden, kind]);
                }}
              />
              {LABELS[kind]}
            </label>
          ))}
        </div>
      </header>
      <div class="timeline-body">
        <ol class="entries">
          {shown.length === 0 && <li class="empty">Nothing has happened yet.</li>}
          {shown.map((entry) => (
            <li key={entry.id}>
              <button
                type="button"
                class={`entry ${entry.kind} ${entry.id === openId ? 'selected' : ''}`}
                aria-expanded={entry.id === openId}
                onClick={() => {
                  setOpenId(entry.id === openId ? undefined : entry.id);
                }}
              >
                <time>{clockTime(entry.atMs)}</time>
                <span class={`kind ${entry.kind}`}>{entry.kind}</span>
                <span class="title">{shorten(entry.title)}</span>
                <span class={`outcome ${tone(entry)}`}>{entry.outcome ?? (isRunning(entry) ? '…' : '')}</span>
                <span class="ms">{entry.ms === undefined ? '' : `${entry.ms} ms`}</span>
              </button>
            </li>
          ))}
        </ol>
        {open && (
          <aside class="detail" aria-label="Details">
            <h3>{open.title}</h3>
            <pre tabIndex={0}>{JSON.stringify(open.detail, null, 2)}</pre>
          </aside>
        )}
      </div>
    </section>
  );
}

function isRunning({ kind, ms }: TimelineView): boolean {
  return ms === undefined && (kind === 'rest' || kind === 'webhook');
}

function tone({ kind, status, outcome }: TimelineView): string {
  if (kind === 'person') return '';
  if (status === 0 || (status !== undefined && status >= 500)) return 'bad';
  if (status !== undefined && status >= 400) return 'warn';
  return outcome === 'routed' ? 'good' : '';
}

function clockTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 23);
}

/** SIDs are long; their first digits tell them apart. */
function shorten(title: string): string {
  return title.replace(/([A-Z]{2}[0-9a-f]{6})[0-9a-f]{26}/g, '$1…');
}
