import { useState } from 'preact/hooks';
import type {
  FlexInteractionsClient,
  Invited,
  Result,
  Target,
} from '../../../../packages/flex-interactions-client/src';
import type { AgentView, Snapshot } from '../../snapshot';

interface HandOverProps {
  readonly agent: AgentView;
  readonly snapshot: Snapshot;
  readonly taskSid: string;
  readonly interactions: FlexInteractionsClient;
  readonly onDone: (result: Result<Invited>) => void;
}

/** Chooses a colleague or a queue, and how the customer goes to them. */
export function HandOver({ agent, snapshot, taskSid, interactions, onDone }: HandOverProps) {
  const colleagues = snapshot.agents.filter(({ sid }) => sid !== agent.sid);
  const [target, setTarget] = useState(`workerSid ${colleagues[0]?.sid ?? ''}`);
  const [kind = '', sid = ''] = target.split(' ');
  const to: Target = kind === 'queueSid' ? { queueSid: sid } : { workerSid: sid };
  const ways = [
    ['Invite', () => interactions.invite({ taskSid, ...to })],
    ['Warm transfer', () => interactions.transfer({ taskSid, ...to, mode: 'warm' })],
    ['Cold transfer', () => interactions.transfer({ taskSid, ...to, mode: 'cold' })],
  ] as const;
  return (
    <div class="hand-over">
      <select
        aria-label="To whom"
        value={target}
        onChange={(event) => {
          setTarget(event.currentTarget.value);
        }}
      >
        <optgroup label="Colleagues">
          {colleagues.map((one) => (
            <option key={one.sid} value={`workerSid ${one.sid}`}>
              {one.name} · {one.activity}
            </option>
          ))}
        </optgroup>
        <optgroup label="Queues">
          {snapshot.queues.map((one) => (
            <option key={one.sid} value={`queueSid ${one.sid}`}>
              {one.name}
            </option>
          ))}
        </optgroup>
      </select>
      {ways.map(([label, send]) => (
        <button key={label} type="button" onClick={() => void send().then(onDone)}>
          {label}
        </button>
      ))}
    </div>
  );
}
