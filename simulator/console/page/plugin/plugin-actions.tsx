import { useState } from 'preact/hooks';
import type { DeskActionsProps } from '../desk-actions';
import { askPlugin } from './ask-plugin';
import { HandOver } from './hand-over';

const ACTIONS = [
  ['/agent/park', 'Park', 'Sets it aside until the customer writes'],
  ['/agent/leave', 'Leave to colleagues', 'Leaves the customer to those who are in it too'],
  ['/agent/close', 'Close', 'Ends it for everybody'],
  ['/agent/participants/list', 'Who is in', 'Lists who takes part'],
] as const;

interface Participant {
  readonly type: string;
  readonly workerSid?: string;
}

/** The buttons that a Flex plugin adds: each calls an endpoint of the deployment with the agent's token. */
export function PluginActions({ agent, reservation, snapshot, onProblem }: DeskActionsProps) {
  const [isHandingOver, setHandingOver] = useState(false);
  const [said, setSaid] = useState<string>();
  const handle = { taskSid: reservation.taskSid };
  const nameOf = ({ type, workerSid }: Participant): string =>
    snapshot.agents.find(({ sid }) => sid === workerSid)?.name ?? type;
  const press = async (url: string): Promise<void> => {
    const { problem, body } = await askPlugin(agent.sid, url, handle);
    onProblem(problem);
    setSaid(problem === undefined ? describe(body, nameOf) : undefined);
  };
  return (
    <div class="plugin-actions" role="toolbar" aria-label="Plugin">
      <button
        type="button"
        aria-expanded={isHandingOver}
        title="Invites a colleague or a queue, or hands the customer over"
        onClick={() => {
          setHandingOver(!isHandingOver);
        }}
      >
        Invite or transfer
      </button>
      {ACTIONS.map(([url, label, title]) => (
        <button key={url} type="button" title={title} onClick={() => void press(url)}>
          {label}
        </button>
      ))}
      {said !== undefined && <span role="status">{said}</span>}
      {isHandingOver && (
        <HandOver
          agent={agent}
          snapshot={snapshot}
          onSend={async (url, parameters) => {
            const { problem } = await askPlugin(agent.sid, url, { ...handle, ...parameters });
            onProblem(problem);
            setSaid(problem === undefined ? 'The invite is on its way' : undefined);
            if (problem === undefined) setHandingOver(false);
          }}
        />
      )}
    </div>
  );
}

function describe(
  { outcome, participants }: Readonly<Record<string, unknown>>,
  nameOf: (participant: Participant) => string,
): string {
  if (Array.isArray(participants)) return (participants as Participant[]).map(nameOf).join(', ') || 'Nobody';
  return typeof outcome === 'string' ? outcome.replaceAll('_', ' ') : 'done';
}
