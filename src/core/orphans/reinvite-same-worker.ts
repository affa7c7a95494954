import type { StoredRecord } from '../routing-record/routing-records';
import { carriedAttributes } from '../routing/carried-attributes';
import { defaultTaskChannel } from '../routing/default-task-channel';
import { inviteAgain } from '../routing/invite-again';
import type { RoutingOutcome } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import type { WorkerSid } from '../sid';
import type { ChannelHandle, Routing } from '../twilio/interactions';
import { whenRejected } from '../twilio/when-rejected';
import { holdToInvite } from './hold-to-invite';
import type { Orphan } from './orphan';
import { waitedSeconds } from './waited-seconds';

type EndedTask = NonNullable<Orphan['task']>;

/**
 * Invites the agent again whose task Twilio deleted because it had been assigned for a day, which is normal for a
 * thread of messages. If the agent does not take it, the end of that task leads to the policy.
 *
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-state
 */
export async function reinviteSameWorker(
  stored: StoredRecord,
  task: EndedTask,
  channel: ChannelHandle,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const workerSid = task.workerSid ?? (await findWorker(channel, task, ports));
  const counters = { waitedSeconds: waitedSeconds(stored.record, task) };
  const claimed = await holdToInvite(stored, channel, counters, ports);
  if ('outcome' in claimed) return claimed;
  return inviteAgain(claimed, channel, routingTo(workerSid, task, ports), 'reinvited', ports);
}

/** Agents who have left stay listed, with the task that they had. */
async function findWorker(
  channel: ChannelHandle,
  { taskSid }: EndedTask,
  { participants }: RoutingPorts,
): Promise<WorkerSid | undefined> {
  const all = await participants.list(channel).catch(whenRejected([]));
  return all.find((participant) => participant.taskSid === taskSid)?.workerSid;
}

/** To the worker and the queue that had it; by the workflow, if either is unknown. */
function routingTo(
  workerSid: WorkerSid | undefined,
  { attributes, queueSid }: EndedTask,
  { settings }: RoutingPorts,
): Routing {
  const { workspaceSid, workflowSid } = settings;
  return {
    workspaceSid,
    workflowSid,
    ...(workerSid && queueSid ? { workerSid, queueSid } : {}),
    taskChannel: defaultTaskChannel(attributes.channelType),
    attributes: carriedAttributes(attributes),
  };
}
