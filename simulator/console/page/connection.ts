import { useEffect, useState } from 'preact/hooks';
import type { Commands, Snapshot, TimelineView } from '../snapshot';

const SHOWN_ENTRIES = 400;

export interface Live {
  readonly connected: boolean;
  readonly snapshot: Snapshot | undefined;
  /** Newest first. */
  readonly timeline: readonly TimelineView[];
}

/** Follows what the server tells; a reload starts from where it stands. */
export function useLive(): Live {
  const [connected, setConnected] = useState(false);
  const [snapshot, setSnapshot] = useState<Snapshot>();
  const [timeline, setTimeline] = useState<readonly TimelineView[]>([]);
  useEffect(() => {
    const source = new EventSource('/api/events');
    source.onopen = () => {
      setConnected(true);
      setTimeline([]);
    };
    source.onerror = () => {
      setConnected(false);
    };
    source.addEventListener('snapshot', (event: MessageEvent<string>) => {
      setSnapshot(JSON.parse(event.data) as Snapshot);
    });
    source.addEventListener('timeline', (event: MessageEvent<string>) => {
      const entry = JSON.parse(event.data) as TimelineView;
      setTimeline((known) => insert(known, entry));
    });
    return () => {
      source.close();
    };
  }, []);
  return { connected, snapshot, timeline };
}

/** An entry comes twice: when it begins, and when it is over. */
function insert(known: readonly TimelineView[], entry: TimelineView): readonly TimelineView[] {
  const index = known.findIndex(({ id }) => id === entry.id);
  if (index >= 0) return known.with(index, entry);
  return [entry, ...known].slice(0, SHOWN_ENTRIES);
}

/** Asks the server to do something; resolves with what went wrong, if anything did. */
export async function send<Name extends keyof Commands>(
  name: Name,
  body: Commands[Name],
): Promise<string | undefined> {
  const response = await fetch(`/api/${name}`, { method: 'POST', body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  return response.ok ? undefined : (answer as { message: string }).message;
}
