import { useState } from 'preact/hooks';
import type { AgentView, ReservationView, Snapshot } from '../snapshot';
import { Composer } from './composer';
import { send } from './connection';
import { Thread } from './thread';

interface DeskProps {
  readonly snapshot: Snapshot;
  readonly onProblem: (problem: string | undefined) => void;
}

/** The desk of one agent at a time, as Flex UI shows it. */
export function Desk({ snapshot, onProblem }: DeskProps) {
  const [agentSid, setAgentSid] = useState<string>();
  const agent = snapshot.agents.find(({ sid }) => sid === agentSid) ?? snapshot.agents[0];
  if (!agent) return null;
  return (
    <section class="panel desk" aria-label="Agent's desk">
      <header>
        <h2>Agent</h2>
        <div class="tabs" role="tablist" aria-label="Agents">
          {snapshot.agents.map(({ sid, name, available, reservations }) => (
            <button
              key={sid}
              type="button"
              role="tab"
              aria-selected={sid === agent.sid}
              onClick={() => {
                setAgentSid(sid);
              }}
            >
              <i class={`dot ${available ? 'on' : 'off'}`} />
              {name}
              {reservations.some(({ status }) => status === 'pending') && <b class="badge">1</b>}
            </button>
          ))}
        </div>
        <select
          class="activity"
          aria-label="Activity"
          value={agent.activity}
          onChange={(event) => {
            void send('activity', { agentSid: agent.sid, name: event.currentTarget.value }).then(onProblem);
          }}
        >
          {snapshot.activities.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </header>
      <Tasks agent={agent} snapshot={snapshot} onProblem={onProblem} />
    </section>
  );
}

function Tasks({ agent, snapshot, onProblem }: DeskProps & { readonly agent: AgentView }) {
  const [chosen, setChosen] = useState<string>();
  const accepted = agent.reservations.filter(({ status }) => status !== 'pending');
  const selected = accepted.find(({ sid }) => sid === chosen) ?? accepted.at(-1);
  const conversation = snapshot.conversations.find(({ sid }) => sid === selected?.conversationSid);
  return (
    <div class="desk-body">
      <ul class="tasks" aria-label="Tasks">
        {agent.reservations.length === 0 && (
          <li class="empty">
            {agent.available ? 'Waiting for a task' : `${agent.activity}: no tasks are offered`}
          </li>
        )}
        {agent.reservations.map((reservation) => (
          <Task
            key={reservation.sid}
            agent={agent}
            reservation={reservation}
            isSelected={reservation.sid === selected?.sid}
            onSelect={() => {
              setChosen(reservation.sid);
            }}
            onProblem={onProblem}
          />
        ))}
      </ul>
      <div class="screen">
        <Thread
          messages={conversation?.messages ?? []}
          own="agent"
          empty="Accept a task to read its Conversation."
        />
        <Composer
          label="Reply to the customer"
          placeholder="Reply"
          disabled={selected?.status !== 'accepted' || conversation?.state === 'closed'}
          onSend={(body) => {
            const conversationSid = selected?.conversationSid ?? null;
            if (conversationSid === null) return;
            void send('reply', { agentSid: agent.sid, conversationSid, body }).then(onProblem);
          }}
        />
      </div>
    </div>
  );
}

interface TaskProps {
  readonly agent: AgentView;
  readonly reservation: ReservationView;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onProblem: (problem: string | undefined) => void;
}

function Task({ agent, reservation, isSelected, onSelect, onProblem }: TaskProps) {
  const target = { agentSid: agent.sid, reservationSid: reservation.sid };
  const isRinging = reservation.status === 'pending';
  return (
    <li class={`task ${isRinging ? 'ringing' : ''} ${isSelected ? 'selected' : ''}`}>
      <button type="button" class="task-title" onClick={onSelect} disabled={isRinging}>
        <strong>{reservation.from || reservation.taskSid}</strong>
        <span>
          {reservation.channelType} · {isRinging ? 'incoming' : reservation.taskStatus}
        </span>
      </button>
      <div class="task-actions">
        {isRinging ? (
          <>
            <button type="button" class="primary" onClick={() => void send('accept', target).then(onProblem)}>
              Accept
            </button>
            <button type="button" onClick={() => void send('reject', target).then(onProblem)}>
              Reject
            </button>
          </>
        ) : (
          <button type="button" onClick={() => void send('complete', target).then(onProblem)}>
            Complete
          </button>
        )}
      </div>
    </li>
  );
}
