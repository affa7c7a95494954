import { useState } from 'preact/hooks';
import type {
  FlexInteractionsClient,
  Participant,
  Result,
} from '../../../../packages/flex-interactions-client/src';
import type { DeskActionsProps } from '../desk-actions';
import { HandOver } from './hand-over';
import { toSentence } from './refusal-sentence';

interface PluginActionsProps extends DeskActionsProps {
  readonly interactions: FlexInteractionsClient;
}

/** The buttons that a Flex plugin adds: each calls an endpoint of the deployment with the agent's token. */
export function PluginActions(props: PluginActionsProps) {
  const { agent, reservation, snapshot, interactions, onProblem } = props;
  const [isHandingOver, setHandingOver] = useState(false);
  const [said, setSaid] = useState<string>();
  const { taskSid } = reservation;

  const tell = <Value,>(result: Result<Value>, toText: (value: Value) => string): void => {
    onProblem(result.ok ? undefined : toSentence(result.error));
    setSaid(result.ok ? toText(result.value) : undefined);
  };
  const nameOf = ({ type, workerSid }: Participant): string =>
    snapshot.agents.find(({ sid }) => sid === workerSid)?.name ?? type;
  const tellOutcome = (result: Result<{ readonly outcome: string }>): void => {
    tell(result, ({ outcome }) => outcome.replaceAll('_', ' '));
  };
  const actions = [
    [
      'Park',
      'Sets it aside until the customer writes',
      () => interactions.park({ taskSid }).then(tellOutcome),
    ],
    [
      'Leave to colleagues',
      'Leaves the customer to those who are in it too',
      () => interactions.leave({ taskSid }).then(tellOutcome),
    ],
    ['Close', 'Ends it for everybody', () => interactions.close({ taskSid }).then(tellOutcome)],
    [
      'Who is in',
      'Lists who takes part',
      async () => {
        tell(await interactions.participants.list({ taskSid }), ({ participants }) =>
          participants.length === 0 ? 'Nobody' : participants.map(nameOf).join(', '),
        );
      },
    ],
  ] as const;

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
      {actions.map(([label, title, press]) => (
        <button key={label} type="button" title={title} onClick={() => void press()}>
          {label}
        </button>
      ))}
      {said !== undefined && <span role="status">{said}</span>}
      {isHandingOver && (
        <HandOver
          agent={agent}
          snapshot={snapshot}
          taskSid={taskSid}
          interactions={interactions}
          onDone={(result) => {
            tell(result, () => 'The invite is on its way');
            if (result.ok) setHandingOver(false);
          }}
        />
      )}
    </div>
  );
}
