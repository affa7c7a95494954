import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { Snapshot, TimelineView } from '../snapshot';
import { useLive } from './connection';
import { Desk } from './desk';
import { Overview } from './overview';
import { Phone } from './phone';
import { Timeline } from './timeline';
import { TopBar } from './top-bar';
import { Weather } from './weather';

/** On a phone one of these is shown at a time. */
const VIEWS = { customers: 'Customers', desk: 'Desk', overview: 'Queues', timeline: 'Timeline' } as const;

type View = keyof typeof VIEWS;

/** With `?desk=<agent's name>` the window is that agent's desk and nothing else. */
const ownDesk = new URLSearchParams(location.search).get('desk');

function App() {
  const { connected, snapshot, timeline } = useLive();
  const [problem, setProblem] = useState<string>();
  if (!snapshot) return <p class="loading">Connecting to the embedded Twilio…</p>;
  return (
    <>
      <TopBar snapshot={snapshot} connected={connected} ownDesk={ownDesk} />
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
          <button
            type="button"
            onClick={() => {
              setProblem(undefined);
            }}
          >
            Dismiss
          </button>
        </p>
      )}
      {ownDesk === null ? (
        <Console snapshot={snapshot} timeline={timeline} onProblem={setProblem} />
      ) : (
        <main class="one-desk">
          <Desk snapshot={snapshot} ownDesk={ownDesk} onProblem={setProblem} />
        </main>
      )}
    </>
  );
}

interface ConsoleProps {
  readonly snapshot: Snapshot;
  readonly timeline: readonly TimelineView[];
  readonly onProblem: (problem: string | undefined) => void;
}

function Console({ snapshot, timeline, onProblem }: ConsoleProps) {
  const [view, setView] = useState<View>('customers');
  return (
    <>
      <Weather onProblem={onProblem} />
      <main data-view={view}>
        <Phone snapshot={snapshot} onProblem={onProblem} />
        <Desk snapshot={snapshot} ownDesk={null} onProblem={onProblem} />
        <Overview snapshot={snapshot} />
        <Timeline entries={timeline} />
      </main>
      <nav class="views" aria-label="Views">
        {Object.entries(VIEWS).map(([name, label]) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === view}
            onClick={() => {
              setView(name as View);
              scrollTo({ top: 0 });
            }}
          >
            {label}
          </button>
        ))}
      </nav>
    </>
  );
}

const root = document.getElementById('app');
if (root) render(<App />, root);
