import type { AgentView, ReservationView } from '../snapshot';
import { send } from './connection';
import { clock } from './durations';
import { CHANNEL_NAMES } from './people';

interface ReservationProps {
  readonly agent: AgentView;
  readonly reservation: ReservationView;
  readonly nowMs: number;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onProblem: (problem: string | undefined) => void;
}

/** One task in an agent's list: ringing, or taken. */
export function Reservation({
  agent,
  reservation,
  nowMs,
  isSelected,
  onSelect,
  onProblem,
}: ReservationProps) {
  const target = { agentSid: agent.sid, reservationSid: reservation.sid };
  const isRinging = reservation.status === 'pending';
  const { customerName, from, taskSid, channelType, taskStatus, sinceMs } = reservation;
  return (
    <li class={`task ${isRinging ? 'ringing' : ''} ${isSelected ? 'selected' : ''}`}>
      <button type="button" class="task-title" onClick={onSelect} disabled={isRinging}>
        <strong>{customerName || from || taskSid.slice(0, 10)}</strong>
        <time>{clock(nowMs - sinceMs)}</time>
        <span>
          {CHANNEL_NAMES[channelType] ?? channelType} · {isRinging ? 'incoming' : taskStatus}
        </span>
      </button>
      {isRinging && (
        <div class="task-actions">
          <button type="button" class="primary" onClick={() => void send('accept', target).then(onProblem)}>
            Accept
          </button>
          <button type="button" onClick={() => void send('reject', target).then(onProblem)}>
            Reject
          </button>
        </div>
      )}
    </li>
  );
}
