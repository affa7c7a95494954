import type { Snapshot } from '../snapshot';

interface TopBarProps {
  readonly snapshot: Snapshot;
  readonly connected: boolean;
  readonly ownDesk: string | null;
}

/** What is going on, in figures. */
export function TopBar({ snapshot, connected, ownDesk }: TopBarProps) {
  const open = snapshot.conversations.filter(({ state }) => state !== 'closed').length;
  const waiting = snapshot.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return (
    <header class="top">
      <h1>
        <span class="logo" aria-hidden="true" />
        {ownDesk === null ? 'Flex Conversations console' : 'Agent desk'}
      </h1>
      <dl class="figures">
        <div>
          <dt>Open Conversations</dt>
          <dd>{open}</dd>
        </div>
        <div>
          <dt>Waiting</dt>
          <dd>{waiting}</dd>
        </div>
        <div>
          <dt>Live tasks</dt>
          <dd>{snapshot.tasks.filter(({ status }) => status !== 'wrapping').length}</dd>
        </div>
        <div>
          <dt>Embedded Twilio</dt>
          <dd class={connected ? 'good' : 'bad'}>{connected ? 'connected' : 'gone'}</dd>
        </div>
      </dl>
    </header>
  );
}
