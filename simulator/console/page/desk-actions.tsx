import type { FlexInteractionsClient } from '../../../packages/flex-interactions-client/src';
import type { AgentView, ConversationView, ReservationView, Snapshot } from '../snapshot';
import { send } from './connection';
import { PluginActions } from './plugin/plugin-actions';

export interface DeskActionsProps {
  readonly agent: AgentView;
  /** The task that is open on the desk. */
  readonly reservation: ReservationView;
  readonly conversation: ConversationView | undefined;
  readonly snapshot: Snapshot;
  /** What the buttons of a plugin call; without it there are none. */
  readonly interactions: FlexInteractionsClient | undefined;
  readonly onProblem: (problem: string | undefined) => void;
}

const FLEX_ACTIONS = [
  ['complete', 'Complete', 'Leave for good; whoever leaves last closes the Conversation'],
  ['leave', 'Leave', "Flex's own: wrap up, and stay open for the customer's reply"],
  ['pause', 'Pause', "Flex's own: put on hold, and free the capacity"],
] as const;

/** What an agent can do with the open task, beside replying. Those of a plugin come after Flex's own. */
export function DeskActions(props: DeskActionsProps) {
  const { agent, reservation, conversation, interactions, onProblem } = props;
  const target = { agentSid: agent.sid, reservationSid: reservation.sid };
  const isTalking = reservation.status === 'accepted';
  return (
    <>
      <div class="desk-actions" role="toolbar" aria-label="Actions">
        <span class="facts">
          {conversation && <b>{conversation.customers.join(', ')}</b>}
          {conversation && factsOf(conversation)}
        </span>
        {FLEX_ACTIONS.filter(([name]) => isTalking || name === 'complete').map(([name, label, title]) => (
          <button
            key={name}
            type="button"
            title={title}
            onClick={() => void send(name, target).then(onProblem)}
          >
            {label}
          </button>
        ))}
      </div>
      {interactions && isTalking && <PluginActions {...props} interactions={interactions} />}
    </>
  );
}

function factsOf({ channelStatus, record }: ConversationView): string {
  return [channelStatus && ` · channel ${channelStatus}`, record && ` · record ${record}`]
    .filter(Boolean)
    .join('');
}
