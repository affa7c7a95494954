import type { AgentView, Snapshot } from '../../snapshot';
import { askPlugin } from './ask-plugin';

interface ParkedListProps {
  readonly agent: AgentView;
  readonly snapshot: Snapshot;
  readonly onProblem: (problem: string | undefined) => void;
}

/** What is parked, and comes back with the customer's next message or with this button. */
export function ParkedList({ agent, snapshot, onProblem }: ParkedListProps) {
  const parked = snapshot.conversations.filter(
    ({ record, state }) => record === 'parked' && state !== 'closed',
  );
  return (
    <>
      {parked.map(({ sid, customers }) => (
        <li key={sid} class="task paused">
          <strong>{customers.join(', ')}</strong>
          <span>parked</span>
          <button
            type="button"
            onClick={() =>
              void askPlugin(agent.sid, '/agent/resume', { conversationSid: sid }).then(({ problem }) => {
                onProblem(problem);
              })
            }
          >
            Resume
          </button>
        </li>
      ))}
    </>
  );
}
