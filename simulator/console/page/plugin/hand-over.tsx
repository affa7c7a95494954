import { useState } from 'preact/hooks';
import type { AgentView, Snapshot } from '../../snapshot';

interface HandOverProps {
  readonly agent: AgentView;
  readonly snapshot: Snapshot;
  readonly onSend: (url: string, parameters: Readonly<Record<string, string>>) => Promise<void>;
}

const WAYS = [
  ['Invite', '/agent/invite', {}],
  ['Warm transfer', '/agent/transfer', { mode: 'warm' }],
  ['Cold transfer', '/agent/transfer', { mode: 'cold' }],
] as const;

/** Chooses a colleague or a queue, and how the customer goes to them. */
export function HandOver({ agent, snapshot, onSend }: HandOverProps) {
  const colleagues = snapshot.agents.filter(({ sid }) => sid !== agent.sid);
  const [target, setTarget] = useState(`workerSid ${colleagues[0]?.sid ?? ''}`);
  const [kind = '', sid = ''] = target.split(' ');
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
      {WAYS.map(([label, url, parameters]) => (
        <button key={label} type="button" onClick={() => void onSend(url, { ...parameters, [kind]: sid })}>
          {label}
        </button>
      ))}
    </div>
  );
}
