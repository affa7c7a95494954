import type { StoredRecord } from '../routing-record/routing-records';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ChannelParticipantSid, ConversationSid, TaskSid, WorkerSid } from '../sid';
import type { ChannelParticipant } from '../twilio/channel-participants';
import type { InteractionTask } from '../twilio/interaction-task';
import { isLive } from '../twilio/interaction-task';
import type { ChannelHandle } from '../twilio/interactions';

/** An agent who is in an Interaction Channel, with the task that they have accepted. */
export interface PresentAgent {
  readonly participantSid: ChannelParticipantSid;
  readonly workerSid: WorkerSid;
  readonly taskSid: TaskSid;
}

/** What is known of an Interaction when it has been found. */
interface KnownInteraction {
  readonly channel: ChannelHandle;
  /** Absent if Twilio does not tell it any more. */
  readonly conversationSid?: ConversationSid | undefined;
  /** The task that the handle named. */
  readonly namedTask?: InteractionTask;
  readonly tasks?: readonly InteractionTask[];
}

/** One Interaction that an agent acts on. What else is to be known of it is asked for once, and only if it matters. */
export class LocatedInteraction {
  readonly channel: ChannelHandle;
  readonly conversationSid: ConversationSid | undefined;
  readonly namedTask: InteractionTask | undefined;
  readonly #ports: RoutingPorts;
  readonly #fetched = new Map<TaskSid, Promise<InteractionTask | undefined>>();
  #tasks: Promise<readonly InteractionTask[]> | undefined;
  #participants: Promise<readonly ChannelParticipant[]> | undefined;
  #record: Promise<StoredRecord | undefined> | undefined;

  constructor(known: KnownInteraction, ports: RoutingPorts) {
    this.channel = known.channel;
    this.conversationSid = known.conversationSid;
    this.namedTask = known.namedTask;
    this.#tasks = known.tasks && Promise.resolve(known.tasks);
    this.#ports = ports;
  }

  /** Its tasks that are not gone, oldest first. */
  tasks(): Promise<readonly InteractionTask[]> {
    this.#tasks ??= this.#ports.tasks.listOfChannel(this.channel.channelSid);
    return this.#tasks;
  }

  /** Everybody who is or was in it. */
  participants(): Promise<readonly ChannelParticipant[]> {
    this.#participants ??= this.#ports.participants.list(this.channel);
    return this.#participants;
  }

  /** Its routing record, as it stood when it was first asked for. */
  record(): Promise<StoredRecord | undefined> {
    this.#record ??=
      this.conversationSid === undefined
        ? Promise.resolve(undefined)
        : this.#ports.records.read(this.conversationSid);
    return this.#record;
  }

  async hasLiveTask(): Promise<boolean> {
    return (await this.tasks()).some(isLive);
  }

  /**
   * The agents who are in it now. Its Participants keep those who have left: whoever is in has an accepted task.
   *
   * @param workerSid only this one is looked for, if given
   */
  async agents(workerSid?: WorkerSid): Promise<readonly PresentAgent[]> {
    const listed = (await this.participants())
      .map(toAgent)
      .filter((agent) => agent !== undefined)
      .filter((agent) => workerSid === undefined || agent.workerSid === workerSid);
    const { taskSid: namedSid, status } = this.namedTask ?? {};
    const named = listed.find(({ taskSid }) => taskSid === namedSid);
    const isNamedIn = named !== undefined && status === 'assigned';
    // A worker is in it once.
    if (isNamedIn && workerSid !== undefined) return [named];
    const others = listed.filter((agent) => agent !== named);
    const accepted = await this.#acceptedOf(others.map(({ taskSid }) => taskSid));
    return [...(isNamedIn ? [named] : []), ...others.filter(({ taskSid }) => accepted.has(taskSid))];
  }

  /** An agent's part in it; `undefined` if they are not in it now. */
  async agent(workerSid: WorkerSid): Promise<PresentAgent | undefined> {
    return (await this.agents(workerSid)).at(-1);
  }

  /** One task is fetched by itself, which is sooner up to date than a search. */
  async #acceptedOf(taskSids: readonly TaskSid[]): Promise<ReadonlySet<TaskSid>> {
    const [only, ...others] = taskSids;
    if (only === undefined) return new Set();
    const tasks =
      others.length === 0 && this.#tasks === undefined ? [await this.#fetch(only)] : await this.tasks();
    return new Set(tasks.flatMap((task) => (task?.status === 'assigned' ? [task.taskSid] : [])));
  }

  #fetch(taskSid: TaskSid): Promise<InteractionTask | undefined> {
    const fetched = this.#fetched.get(taskSid) ?? this.#ports.tasks.fetch(taskSid);
    this.#fetched.set(taskSid, fetched);
    return fetched;
  }
}

/** The agent that a Participant is or was. */
export function toAgent({
  participantSid,
  type,
  workerSid,
  taskSid,
}: ChannelParticipant): PresentAgent | undefined {
  return type === 'agent' && workerSid && taskSid ? { participantSid, workerSid, taskSid } : undefined;
}
