import type TaskrouterV1 from 'twilio/lib/rest/taskrouter/V1';
import type { ConversationSid, InteractionChannelSid, InteractionSid, TaskSid, WorkspaceSid } from '../sid';
import { channelOf } from './channel-of';
import type { TwilioGateway } from './gateway';
import type { InteractionTask } from './interaction-task';
import { flexAttributesOf, isLive, LIVE_STATUSES, toInteractionTask } from './interaction-task';
import type { ChannelHandle } from './interactions';
import { whenGone } from './when-gone';

/** A task that is waiting for an agent or has one, and names a Conversation. */
export interface LiveTask {
  readonly taskSid: TaskSid;
  /** Undefined if the task does not belong to an Interaction. */
  readonly interactionSid: InteractionSid | undefined;
  readonly channelSid: InteractionChannelSid | undefined;
  readonly conversationSid: ConversationSid | undefined;
  /** Its Interaction was created by this project. */
  readonly isOurs: boolean;
}

/** Who serves a Conversation. */
interface Attendance {
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
   * @param except a task that does not count
   * @see https://www.twilio.com/docs/api/errors/45353
   */
  async findFor(conversationSid: ConversationSid, except?: TaskSid): Promise<Attendance> {
    const tasks = await this.listOfConversation(conversationSid);
    return attendanceOf(tasks.filter(({ taskSid }) => taskSid !== except));
  }

  /** Who serves one of several Conversations; 20 at most. */
  async findForAny(conversationSids: readonly ConversationSid[]): Promise<Attendance> {
    const tasks = await this.#list(
      `conversationSid IN [${conversationSids.map((sid) => `"${sid}"`).join(', ')}]`,
      ({ attributes }) => conversationSids.some((sid) => sid === attributes.conversationSid),
    );
    return attendanceOf(tasks);
  }

  /** The live task of a request, by the key that we gave it. */
  async findByRequest(requestKey: string): Promise<Attendance> {
    return attendanceOf(await this.listOfRequest(requestKey));
  }

  /** A task with its attributes; `undefined` if it is gone, as five minutes after its end. */
  async fetch(taskSid: TaskSid): Promise<InteractionTask | undefined> {
    const version = await this.#version();
    const { TaskContextImpl } = await import('twilio/lib/rest/taskrouter/v1/workspace/task.js');
    return new TaskContextImpl(version, this.#workspaceSid, taskSid)
      .fetch()
      .then(toInteractionTask)
      .catch(whenGone(undefined));
  }

  /** The tasks of an Interaction Channel that are not gone, oldest first. */
  listOfChannel(channelSid: InteractionChannelSid): Promise<InteractionTask[]> {
    return this.#list(
      `flexInteractionChannelSid="${channelSid}"`,
      ({ attributes }) => attributes.flexInteractionChannelSid === channelSid,
    );
  }

  /** The tasks of a Conversation that are not gone, oldest first. */
  listOfConversation(conversationSid: ConversationSid): Promise<InteractionTask[]> {
    return this.#list(
      `conversationSid="${conversationSid}"`,
      ({ attributes }) => attributes.conversationSid === conversationSid,
    );
  }

  /** The tasks of a request that are not gone, by the key that we gave them. */
  listOfRequest(requestKey: string): Promise<InteractionTask[]> {
    return this.#list(`requestKey="${requestKey}"`, ({ attributes }) => attributes.requestKey === requestKey);
  }

  async #list(
    evaluateTaskAttributes: string,
    isMeant: (task: InteractionTask) => boolean,
  ): Promise<InteractionTask[]> {
    const version = await this.#version();
    const { TaskListInstance } = await import('twilio/lib/rest/taskrouter/v1/workspace/task.js');
    const page = await TaskListInstance(version, this.#workspaceSid).page({
      evaluateTaskAttributes,
      pageSize: PAGE_SIZE,
    });
    return page.instances
      .map(toInteractionTask)
      .filter(isMeant)
      .sort((a, b) => a.createdAtMs - b.createdAtMs);
  }

  #version(): Promise<TaskrouterV1> {
    return this.#gateway.sdkVersion('taskrouter.twilio.com');
  }
}

/** Who serves a Conversation, of its tasks, oldest first. */
export function attendanceOf(tasks: readonly InteractionTask[]): Attendance {
  const [best] = tasks
    .filter(isLive)
    .sort((a, b) => LIVE_STATUSES.indexOf(a.status) - LIVE_STATUSES.indexOf(b.status));
  const ended = channelOfFirstEnded(tasks);
  return {
    isWrappingUp: tasks.some(({ status }) => status === 'wrapping'),
    ...(best ? { live: toLiveTask(best) } : {}),
    ...(ended ? { ended } : {}),
  };
}

/** Of several channels of one Conversation it is the first that Twilio has kept. */
function channelOfFirstEnded(tasks: readonly InteractionTask[]): ChannelHandle | undefined {
  const first = tasks.find((task) => ENDED_STATUSES.includes(task.status) && isRoutedByUs(task));
  return channelOf(flexAttributesOf(first?.attributes ?? {}));
}

function isRoutedByUs({ attributes }: InteractionTask): boolean {
  return attributes.routedBy === ROUTED_BY.routedBy;
}

function toLiveTask(task: InteractionTask): LiveTask {
  const { interactionSid, channelSid, conversationSid } = flexAttributesOf(task.attributes);
  return {
    taskSid: task.taskSid,
    isOurs: isRoutedByUs(task),
    interactionSid,
    channelSid,
    conversationSid,
  };
}
