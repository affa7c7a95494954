import type { LocatedInteraction, PresentAgent } from '../handle/located-interaction';
import { toAgent } from '../handle/located-interaction';
import type { RoutingPorts } from '../routing/routing-ports';
import type { TaskSid } from '../sid';
import { leavingOf } from '../transfer/transfer-context';
import { isPending } from '../twilio/interaction-task';

/**
 * Tells whether the customer has somebody when an agent has left: another agent, but for those who are about to leave
 * because their cold transfer was accepted, or somebody who has been invited and has not answered yet. Every task is
 * fetched by itself: a search may be some seconds behind, and would show somebody who has just left.
 */
export async function isAnyoneStaying(
  interaction: LocatedInteraction,
  leavingTaskSid: TaskSid,
  ports: RoutingPorts,
): Promise<boolean> {
  const { channel } = interaction;
  const [participants, listed] = await Promise.all([
    ports.participants.list(channel),
    ports.tasks.listOfChannel(channel.channelSid),
  ]);
  if (listed.some(isPending)) return true;
  const alive = new Set(listed.map(({ taskSid }) => taskSid));
  const others = participants
    .map(toAgent)
    .filter((agent) => agent !== undefined)
    .filter(({ taskSid }) => taskSid !== leavingTaskSid && alive.has(taskSid));
  const present = await Promise.all(
    others.map(async (agent) => ({ agent, task: await ports.tasks.fetch(agent.taskSid) })),
  );
  const accepted = listed.filter(({ status }) => status === 'assigned');
  const isLeaving = ({ taskSid }: PresentAgent): boolean =>
    accepted.some(({ attributes }) => leavingOf(attributes)?.taskSid === taskSid);
  return present.some(({ agent, task }) => task?.status === 'assigned' && !isLeaving(agent));
}
