import type { FlexInteractionsClient } from '../../../../packages/flex-interactions-client/src';
import type { Snapshot } from '../../snapshot';
import { toSentence } from './refusal-sentence';

interface ParkedListProps {
  readonly interactions: FlexInteractionsClient;
  readonly snapshot: Snapshot;
  readonly onProblem: (problem: string | undefined) => void;
}

/** What is parked, and comes back with the customer's next message or with this button. */
export function ParkedList({ interactions, snapshot, onProblem }: ParkedListProps) {
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
              void interactions.resume({ conversationSid: sid }).then((result) => {
                onProblem(result.ok ? undefined : toSentence(result.error));
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
