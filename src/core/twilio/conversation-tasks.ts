import type TaskrouterV1 from 'twilio/lib/rest/taskrouter/V1';
import type { ConversationSid, InteractionChannelSid, InteractionSid, TaskSid, WorkspaceSid } from '../sid';
import { isSid } from '../sid';
import type { TwilioGateway } from './gateway';
import type { ChannelHandle } from './interactions';

/** A task that is waiting for an agent or has one, and names a Conversation. */
export interface LiveTask {
  readonly taskSid: TaskSid;
  /** Absent if the task does not belong to an Interaction. */
  readonly interactionSid?: InteractionSid;
  readonly channelSid?: InteractionChannelSid;
  readonly conversationSid?: ConversationSid;
  /** Its Interaction was created by this project. */
  readonly isOurs: boolean;
}

/** Who serves a Conversation. */
export interface Attendance {
  readonly live?: LiveTask;
  /** The channel of the first of our tasks that have ended; Twilio forgets a task five minutes after its end. */
  readonly ended?: ChannelHandle;
  /** An agent is done talking and wraps up: Flex will end the Conversation. */
  readonly isWrappingUp: boolean;
}

/**
 * The task attribute that tells our Interactions from those of Flex itself, Studio or other systems; Twilio
 * keeps attributes as they were given: https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export const ROUTED_BY = { routedBy: 'flex-conversations-functions' };

/** Best first: the task that is nearest to an agent. */
const LIVE_STATUSES = ['assigned', 'reserved', 'pending'];
const ENDED_STATUSES = ['canceled', 'completed'];
const PAGE_SIZE = 50;

/**
 * The tasks of a workspace, asked who serves a Conversation.
 *
 * @see https://www.twilio.com/docs/taskrouter/api/task
 */
export class ConversationTasks {
  readonly #gateway: TwilioGateway;
  readonly #workspaceSid: WorkspaceSid;

  constructor(gateway: TwilioGateway, workspaceSid: WorkspaceSid) {
    this.#gateway = gateway;
    this.#workspaceSid = workspaceSid;
  }

  /**
   * Who serves a Conversation. Of several live tasks the one nearest to an agent counts, and then the oldest: if
   * two Interactions were made for one Conversation, Twilio drops the later.
   *
   * @see https://www.twilio.com/docs/api/errors/45353
   */
  findFor(conversationSid: ConversationSid): Promise<Attendance> {
    return this.#find(
      `conversationSid="${conversationSid}"`,
      (attributes) => attributes.conversationSid === conversationSid,
    );
  }

  /** Who serves one of several Conversations; 20 at most. */
  findForAny(conversationSids: readonly ConversationSid[]): Promise<Attendance> {
    return this.#find(
      `conversationSid IN [${conversationSids.map((sid) => `"${sid}"`).join(', ')}]`,
      ({ conversationSid }) => conversationSids.some((sid) => sid === conversationSid),
    );
  }

  /** The live task of a request, by the key that we gave it. */
  findByRequest(requestKey: string): Promise<Attendance> {
    return this.#find(`requestKey="${requestKey}"`, (attributes) => attributes.requestKey === requestKey);
  }

  async #find(
    evaluateTaskAttributes: string,
    isMeant: (attributes: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<Attendance> {
    const version = await this.#gateway.sdkVersion<TaskrouterV1>('taskrouter.twilio.com');
    const { TaskListInstance } = await import('twilio/lib/rest/taskrouter/v1/workspace/task.js');
    const page = await TaskListInstance(version, this.#workspaceSid).page({
      evaluateTaskAttributes,
      pageSize: PAGE_SIZE,
    });
    const tasks = page.instances
      .map((task) => ({
        sid: task.sid,
        status: task.assignmentStatus,
        createdAtMs: Number(task.dateCreated),
        attributes: parseTaskAttributes(task.attributes),
      }))
      .filter(({ attributes }) => isMeant(attributes));
    const [best] = tasks
      .filter(({ status }) => LIVE_STATUSES.includes(status))
      .sort(
        (a, b) =>
          LIVE_STATUSES.indexOf(a.status) - LIVE_STATUSES.indexOf(b.status) || a.createdAtMs - b.createdAtMs,
      );
    const ended = channelOfFirstEnded(tasks);
    return {
      isWrappingUp: tasks.some(({ status }) => status === 'wrapping'),
      ...(best && isSid('WT', best.sid) ? { live: toLiveTask(best.sid, best.attributes) } : {}),
      ...(ended ? { ended } : {}),
    };
  }
}

/** Of several channels of one Conversation it is the first that Twilio has kept. */
function channelOfFirstEnded(
  tasks: readonly {
    readonly status: string;
    readonly createdAtMs: number;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[],
): ChannelHandle | undefined {
  const [first] = tasks
    .filter(({ status, attributes }) => ENDED_STATUSES.includes(status) && isRoutedByUs(attributes))
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
  const { flexInteractionSid: interactionSid, flexInteractionChannelSid: channelSid } =
    first?.attributes ?? {};
  return isSid('KD', interactionSid) && isSid('UO', channelSid) ? { interactionSid, channelSid } : undefined;
}

function isRoutedByUs({ routedBy }: Readonly<Record<string, unknown>>): boolean {
  return routedBy === ROUTED_BY.routedBy;
}

function toLiveTask(taskSid: TaskSid, attributes: Readonly<Record<string, unknown>>): LiveTask {
  const { flexInteractionSid, flexInteractionChannelSid, conversationSid } = attributes;
  return {
    taskSid,
    isOurs: isRoutedByUs(attributes),
    ...(isSid('KD', flexInteractionSid) ? { interactionSid: flexInteractionSid } : {}),
    ...(isSid('UO', flexInteractionChannelSid) ? { channelSid: flexInteractionChannelSid } : {}),
    ...(isSid('CH', conversationSid) ? { conversationSid } : {}),
  };
}

/** The attributes of a task; an empty object if they are not one. */
export function parseTaskAttributes(json: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
