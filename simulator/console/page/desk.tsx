import { useMemo, useState } from 'preact/hooks';
import { FlexInteractionsClient } from '../../../packages/flex-interactions-client/src';
import type { AgentView, Snapshot } from '../snapshot';
import { Composer } from './composer';
import { send } from './connection';
import { DeskActions } from './desk-actions';
import { ParkedList } from './plugin/parked-list';
import { ReachOut } from './plugin/reach-out';
import { Reservation } from './reservation';
import { Thread } from './thread';

interface DeskProps {
  readonly snapshot: Snapshot;
  readonly onProblem: (problem: string | undefined) => void;
}

/** The desk of one agent at a time, as Flex UI shows it. */
export function Desk({ snapshot, ownDesk, onProblem }: DeskProps & { readonly ownDesk: string | null }) {
  const [agentSid, setAgentSid] = useState<string>();
  const own = snapshot.agents.find(({ name }) => name.toLowerCase() === ownDesk?.toLowerCase());
  const agent = own ?? snapshot.agents.find(({ sid }) => sid === agentSid) ?? snapshot.agents[0];
  const interactions = useInteractions(snapshot.functionsUrl, agent?.token);
  if (!agent) return null;
  return (
    <section class="panel desk" aria-label="Agent's desk">
      <header>
        <h2>{own ? agent.name : 'Agents'}</h2>
        {!own && (
          <>
            <div class="tabs" role="tablist" aria-label="Agents">
              {snapshot.agents.map((one) => (
                <AgentTab
                  key={one.sid}
                  agent={one}
                  isSelected={one.sid === agent.sid}
                  onSelect={() => {
                    setAgentSid(one.sid);
                  }}
                />
              ))}
            </div>
            <a class="window" href={`?desk=${encodeURIComponent(agent.name.toLowerCase())}`} target="_blank">
              Own window
            </a>
          </>
        )}
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
      {interactions && <ReachOut key={agent.sid} agent={agent} interactions={interactions} />}
      <Tasks agent={agent} snapshot={snapshot} interactions={interactions} onProblem={onProblem} />
    </section>
  );
}

/** The client of a plugin in an agent's Flex, if there are Functions to call. */
function useInteractions(
  functionsUrl: string | null,
  token: string | undefined,
): FlexInteractionsClient | undefined {
  return useMemo(
    () =>
      functionsUrl === null || token === undefined
        ? undefined
        : new FlexInteractionsClient({ baseUrl: functionsUrl, getToken: () => token }),
    [functionsUrl, token],
  );
}

interface AgentTabProps {
  readonly agent: AgentView;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

function AgentTab({ agent, isSelected, onSelect }: AgentTabProps) {
  const ringing = agent.reservations.filter(({ status }) => status === 'pending').length;
  return (
    <button type="button" role="tab" aria-selected={isSelected} onClick={onSelect}>
      <i class={`dot ${agent.available ? 'on' : 'off'}`} />
      {agent.name}
      {ringing > 0 && <b class="badge">{ringing}</b>}
    </button>
  );
}

interface TasksProps extends DeskProps {
  readonly agent: AgentView;
  readonly interactions: FlexInteractionsClient | undefined;
}

function Tasks({ agent, snapshot, interactions, onProblem }: TasksProps) {
  const [chosen, setChosen] = useState<string>();
  const taken = agent.reservations.filter(({ status }) => status !== 'pending');
  const selected = taken.find(({ sid }) => sid === chosen) ?? taken.at(-1);
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
          <Reservation
            key={reservation.sid}
            agent={agent}
            reservation={reservation}
            nowMs={snapshot.nowMs}
            isSelected={reservation.sid === selected?.sid}
            onSelect={() => {
              setChosen(reservation.sid);
            }}
            onProblem={onProblem}
          />
        ))}
        {interactions && <ParkedList interactions={interactions} snapshot={snapshot} onProblem={onProblem} />}
        {snapshot.paused.map(({ interactionSid, customer }) => (
          <li key={interactionSid} class="task paused">
            <strong>{customer || interactionSid.slice(0, 8)}</strong>
            <span>paused</span>
            <button
              type="button"
              onClick={() => void send('resume', { agentSid: agent.sid, interactionSid }).then(onProblem)}
            >
              Resume
            </button>
          </li>
        ))}
      </ul>
      <div class="screen">
        {selected && (
          <DeskActions
            agent={agent}
            reservation={selected}
            conversation={conversation}
            snapshot={snapshot}
            interactions={interactions}
            onProblem={onProblem}
          />
        )}
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
