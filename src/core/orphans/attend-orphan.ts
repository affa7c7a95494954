import type { EpochMs } from '../clock';
import { isHeld } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { closeRecord } from '../routing/close-record';
import { ignored } from '../routing/ignored';
import { alreadyRouted, recordRouted } from '../routing/record-result';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import { channelOf } from '../twilio/channel-of';
import type { LiveTask } from '../twilio/conversation-tasks';
import type { ChannelHandle } from '../twilio/interactions';
import { applyPolicy } from './apply-policy';
import type { Orphan } from './orphan';
import { reinviteSameWorker } from './reinvite-same-worker';
import { routeAnew } from './route-anew';

/** How long Twilio's search may not yet know a new task, in milliseconds. */
const SEARCH_LAG_MS = 10_000;

/**
 * Looks after a Conversation that may have lost whoever served it. It acts only if the Conversation is ours, nobody
 * serves it, and nobody else is to act: what an event names may be the duplicate of something that lives.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/best-practices
 * @see https://www.twilio.com/docs/api/errors/45353
 */
export async function attendOrphan(orphan: Orphan, ports: RoutingPorts): Promise<RoutingOutcome> {
  const stored = await ports.records.read(orphan.conversationSid);
  if (!stored) return ignored('not_ours');
  const { record } = stored;
  const { state } = record;
  if (state === 'foreign' || state === 'closed' || state === 'failed' || state === 'parked') {
    return ignored(state);
  }
  if (isHeld(record, ports.clock.now())) return { outcome: 'in_progress' };
  if (hasNewTask(stored, orphan, ports.clock.now())) return alreadyRouted(stored);
  const { live, isWrappingUp } = await ports.tasks.findFor(orphan.conversationSid);
  if (live) return followLiveTask(stored, live, ports);
  if (isWrappingUp) return ignored('wrapping_up');
  const channel = channelOf(record) ?? orphan.channel;
  if (!channel) return routeAnew(stored, orphan, undefined, ports);
  const { task } = orphan;
  if (task?.tookTooLong === true) return reinviteSameWorker(stored, task, channel, ports);
  return attendChannel(stored, orphan, channel, ports);
}

/** The record was given another task so lately that a search may not show it. */
function hasNewTask({ record }: StoredRecord, { task }: Orphan, now: EpochMs): boolean {
  return (
    task !== undefined &&
    record.state === 'routed' &&
    record.taskSid !== undefined &&
    record.taskSid !== task.taskSid &&
    now - record.writtenAtMs < SEARCH_LAG_MS
  );
}

/** Another task of this Conversation lives: the record has to know that one. */
async function followLiveTask(
  stored: StoredRecord,
  live: LiveTask,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const { record } = stored;
  const isKnown = record.state === 'routed' && record.taskSid === live.taskSid;
  return isKnown ? alreadyRouted(stored) : recordRouted(stored, live, 'adopted', ports);
}

/** Nobody serves the Conversation: what is to be done depends on its channel. */
async function attendChannel(
  stored: StoredRecord,
  orphan: Orphan,
  channel: ChannelHandle,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const isNamed = channel.channelSid === orphan.channel?.channelSid;
  const fate = (isNamed ? orphan.fate : undefined) ?? (await ports.channels.fetchFate(channel));
  switch (fate.status) {
    case 'inactive':
      return ignored('channel_inactive');
    case 'pause':
      return ignored('channel_paused');
    case 'transfer':
      return ignored('channel_in_transfer');
    case 'closed':
      await closeRecord(stored, ports);
      return ignored('closed');
    case 'failed':
    case 'missing':
      return routeAnew(stored, orphan, fate.errorCode, ports);
    case 'setup':
    case 'active':
      return applyPolicy(stored, orphan, channel, ports);
    default:
      // Twilio may add states; of one that nobody knows, nothing is done that cannot be undone.
      return ignored('channel_unknown');
  }
}
