import type { QueueView, Snapshot, TaskView } from '../snapshot';
import { clock } from './durations';
import { CHANNEL_NAMES } from './people';

/** The queues and everything that is in them, with its clocks. */
export function Overview({ snapshot }: { readonly snapshot: Snapshot }) {
  return (
    <section class="panel overview" aria-label="Queues and tasks">
      <header>
        <h2>Queues</h2>
        <time class="hint">{new Date(snapshot.nowMs).toISOString().slice(11, 19)} UTC</time>
      </header>
      <ul class="queues">
        {snapshot.queues.map((queue) => (
          <Queue key={queue.sid} queue={queue} />
        ))}
      </ul>
      <ol class="task-table" aria-label="Tasks">
        {snapshot.tasks.length === 0 && <li class="empty">No tasks</li>}
        {snapshot.tasks.map((task) => (
          <Task key={task.sid} task={task} nowMs={snapshot.nowMs} />
        ))}
      </ol>
    </section>
  );
}

function Queue({ queue }: { readonly queue: QueueView }) {
  return (
    <li class={queue.waiting > 0 ? 'busy' : ''}>
      <strong>{queue.name}</strong>
      <span>
        <b>{queue.waiting}</b> waiting
      </span>
      <span>
        <b>{queue.withAgents}</b> with agents
      </span>
    </li>
  );
}

function Task({ task, nowMs }: { readonly task: TaskView; readonly nowMs: number }) {
  const isOpen = task.status === 'pending' || task.status === 'reserved';
  return (
    <li>
      <span class={`state ${task.status}`}>{task.status}</span>
      <span class="who">{task.from || task.sid.slice(0, 10)}</span>
      <small>
        {CHANNEL_NAMES[task.channelType] ?? task.channelType}
        {task.worker === null ? '' : ` · ${task.worker}`}
      </small>
      <span class="clocks">
        <time title="Age">{clock(nowMs - task.createdAtMs)}</time>
        {isOpen && (
          <time title="Canceled unless accepted within this time">
            {` · ${clock(task.expiresAtMs - nowMs)} left`}
          </time>
        )}
      </span>
    </li>
  );
}
