import { render } from 'preact';
import { useState } from 'preact/hooks';
import { useLive } from './connection';
import { Desk } from './desk';
import { Phone } from './phone';
import { Timeline } from './timeline';

function App() {
  const { connected, snapshot, timeline } = useLive();
  const [problem, setProblem] = useState<string>();
  if (!snapshot) return <p class="loading">Connecting to the embedded Twilio…</p>;
  const open = snapshot.conversations.filter(({ state }) => state !== 'closed');
  const live = snapshot.tasks.filter(({ status }) => ['pending', 'reserved', 'assigned'].includes(status));
  return (
    <>
      <header class="top">
        <h1>
          <span class="logo" aria-hidden="true" />
          Flex Conversations console
        </h1>
        <dl class="figures">
          <div>
            <dt>Open Conversations</dt>
            <dd>{open.length}</dd>
          </div>
          <div>
            <dt>Live tasks</dt>
            <dd>{live.length}</dd>
          </div>
          <div>
            <dt>Embedded Twilio</dt>
            <dd class={connected ? 'good' : 'bad'}>{connected ? 'connected' : 'gone'}</dd>
          </div>
        </dl>
      </header>
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
      <main>
        <Phone snapshot={snapshot} onProblem={setProblem} />
        <Desk snapshot={snapshot} onProblem={setProblem} />
        <Timeline entries={timeline} />
      </main>
    </>
  );
}

const root = document.getElementById('app');
if (root) render(<App />, root);
