import type { LocatedInteraction } from '../handle/located-interaction';
import { carriedAttributes } from '../routing/carried-attributes';
import type { RoutingPorts } from '../routing/routing-ports';
import type { Settings } from '../settings';
import { ConfigurationError } from '../settings';
import type { WorkerSid } from '../sid';
import type { InteractionTask } from '../twilio/interaction-task';
import { isLive } from '../twilio/interaction-task';
import type { Routing } from '../twilio/interactions';
import type { InviteInput, InviteTarget } from './invite-target';

/** The task that an Invite follows: its attributes are the customer's. */
export type OriginalTask = Pick<InteractionTask, 'attributes' | 'taskChannel' | 'priority' | 'queueSid'>;

/**
 * The task whose customer an Invite is about: the one that was named, else the first that somebody serves, else the
 * last that was; after parking what was kept of it.
 */
export async function originalTask(
  interaction: LocatedInteraction,
  { parked }: RoutingPorts,
): Promise<OriginalTask | undefined> {
  const { namedTask, conversationSid } = interaction;
  if (namedTask) return namedTask;
  const tasks = await interaction.tasks();
  const served = tasks.find(isLive);
  if (served) return served;
  const kept = conversationSid && (await parked.fetch(conversationSid));
  return kept ?? tasks.at(-1);
}

/**
 * Where the task of an Invite goes. Twilio carries no attribute over from the task before; this does, but for those
 * that Flex owns.
 *
 * @param ours attributes of this project
 * @throws ConfigurationError if an agent is to be invited, and no queue is known to do it by
 * @see https://www.twilio.com/docs/flex/developer/conversations/park-an-interaction
 * @see https://www.twilio.com/docs/flex/developer/conversations/best-practices (known agent routing)
 */
export function inviteRouting(
  target: InviteTarget,
  original: OriginalTask | undefined,
  input: Pick<InviteInput, 'attributes' | 'priority' | 'timeoutSeconds' | 'taskChannel'>,
  ours: Readonly<Record<string, unknown>>,
  settings: Settings,
): Routing {
  return {
    workspaceSid: settings.workspaceSid,
    ...routeTo(target, original, settings),
    taskChannel: input.taskChannel ?? original?.taskChannel ?? 'chat',
    priority: input.priority ?? original?.priority,
    timeoutSeconds: input.timeoutSeconds,
    attributes: {
      ...carriedAttributes(original?.attributes ?? {}),
      ...input.attributes,
      ...ours,
      transferTargetType: target.type,
      transferTargetSid: target.sid,
    },
  };
}

function routeTo(
  target: InviteTarget,
  original: OriginalTask | undefined,
  settings: Settings,
): Pick<Routing, 'workflowSid' | 'queueSid' | 'workerSid'> {
  const { transferWorkflowSid, workflowSid } = settings;
  switch (target.type) {
    case 'workflow':
      return { workflowSid: target.sid };
    case 'queue':
      return { workflowSid: transferWorkflowSid ?? workflowSid, queueSid: target.sid };
    case 'worker':
      return routeToWorker(target.sid, original, settings);
  }
}

/** By the workflow for transfers, which keeps the task if the agent declines; without one, to the agent directly. */
function routeToWorker(
  workerSid: WorkerSid,
  original: Pick<OriginalTask, 'queueSid'> | undefined,
  { transferWorkflowSid, workflowSid, outboundQueueSid }: Settings,
): Pick<Routing, 'workflowSid' | 'queueSid' | 'workerSid'> {
  if (transferWorkflowSid) return { workflowSid: transferWorkflowSid };
  const queueSid = outboundQueueSid ?? original?.queueSid;
  if (queueSid === undefined) {
    throw new ConfigurationError('TRANSFER_WORKFLOW_SID', 'is missing: an agent cannot be invited');
  }
  return { workflowSid, queueSid, workerSid };
}
