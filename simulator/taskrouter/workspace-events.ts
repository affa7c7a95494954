import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { ReservationEntity } from './entities';
import type { StoredTask, StoredWorker, StoredWorkspace } from './workspace';

/** https://www.twilio.com/docs/taskrouter/api/event/reference: "within 15 seconds" */
const TIMEOUT_MS = 15_000;
/** The event log keeps 30 days; the newest are enough here. */
const KEPT_EVENTS = 5_000;

/** What an event is about. */
interface EventSubject {
  readonly task?: StoredTask;
  readonly worker?: StoredWorker;
  readonly reservation?: ReservationEntity;
  readonly workflowSid?: string;
}

type EventListener = (workspace: StoredWorkspace, type: string, subject: EventSubject) => void;

/**
 * The events of a workspace: written to its log, sent to its callback URL and to Event Streams.
 *
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 */
export class WorkspaceEvents {
  readonly #world: World;
  readonly #listeners: EventListener[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  listen(listener: EventListener): void {
    this.#listeners.push(listener);
  }

  emit(workspace: StoredWorkspace, type: string, description: string, subject: EventSubject): void {
    const fields = this.#fields(workspace, type, description, subject);
    this.#log(workspace, type, description, fields);
    for (const listener of this.#listeners) listener(workspace, type, subject);
    this.#callBack(workspace, type, fields);
    this.#world.publish({ type: `com.twilio.taskrouter.${type}`, data: toStreamData(this.#world, fields) });
  }

  #fields(
    workspace: StoredWorkspace,
    type: string,
    description: string,
    subject: EventSubject,
  ): Record<string, string> {
    const [resourceType, resourceSid] = resourceOf(workspace, type, subject);
    return {
      EventType: type,
      AccountSid: this.#world.accountSid,
      WorkspaceSid: workspace.entity.sid,
      WorkspaceName: workspace.entity.friendly_name,
      EventDescription: description,
      ResourceType: resourceType,
      ResourceSid: resourceSid,
      Timestamp: String(Math.floor(this.#world.clock.now() / 1000)),
      ...(subject.task ? taskFields(subject.task, this.#world.clock.now()) : {}),
      ...(subject.worker ? workerFields(subject.worker) : {}),
      ...(subject.reservation ? { ReservationSid: subject.reservation.sid } : {}),
    };
  }

  #log(workspace: StoredWorkspace, type: string, description: string, fields: Record<string, string>): void {
    const now = this.#world.clock.now();
    const sid = this.#world.sids.next('EV');
    const { ResourceType: resourceType = '', ResourceSid: resourceSid = '' } = fields;
    workspace.events.push({
      sid,
      account_sid: this.#world.accountSid,
      workspace_sid: workspace.entity.sid,
      actor_sid: null,
      actor_type: 'system',
      actor_url: null,
      description,
      event_data: fields,
      event_date: isoSeconds(now),
      event_date_ms: now,
      event_type: type,
      resource_sid: resourceSid,
      resource_type: resourceType.toLowerCase(),
      resource_url: `${workspace.entity.url}/${resourceType}s/${resourceSid}`,
      source: 'twilio',
      source_ip_address: null,
      url: `${workspace.entity.url}/Events/${sid}`,
    });
    if (workspace.events.length > KEPT_EVENTS * 2) workspace.events.splice(0, KEPT_EVENTS);
  }

  #callBack(workspace: StoredWorkspace, type: string, fields: Record<string, string>): void {
    const { event_callback_url: url, events_filter: filter } = workspace.entity;
    if (url === null || url === '') return;
    // The list is not trimmed: an entry after a space matches nothing.
    if (filter !== null && filter !== '' && !filter.split(',').includes(type)) return;
    void this.#world.deliveries.deliver({
      from: 'taskrouter',
      title: type,
      url: url.replace(/#.*/, ''),
      form: fields,
      timeoutMs: TIMEOUT_MS,
      // One repetition after a failed connection, unless the URL's fragment asks for more:
      // https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
      retries: Number(/[#&]rc=(\d)/.exec(url)?.[1] ?? 1),
      isRepeated: ({ status }) => (url.includes('rp=all') ? true : status === 0),
    });
  }
}

function resourceOf(
  workspace: StoredWorkspace,
  type: string,
  subject: EventSubject,
): [type: string, sid: string] {
  if (type.startsWith('workflow.')) return ['Workflow', subject.workflowSid ?? ''];
  if (type.startsWith('reservation.')) return ['Reservation', subject.reservation?.sid ?? ''];
  if (type.startsWith('worker.')) return ['Worker', subject.worker?.entity.sid ?? ''];
  return subject.task ? ['Task', subject.task.entity.sid] : ['Workspace', workspace.entity.sid];
}

function taskFields(task: StoredTask, nowMs: number): Record<string, string> {
  const { entity } = task;
  return {
    TaskSid: entity.sid,
    TaskAttributes: entity.attributes,
    TaskAge: String(Math.floor((nowMs - task.createdAtMs) / 1000)),
    TaskPriority: String(entity.priority),
    TaskAssignmentStatus: entity.assignment_status,
    TaskChannelSid: entity.task_channel_sid,
    TaskChannelUniqueName: entity.task_channel_unique_name,
    ...(entity.task_queue_sid === null
      ? {}
      : { TaskQueueSid: entity.task_queue_sid, TaskQueueName: entity.task_queue_friendly_name ?? '' }),
    ...(entity.workflow_sid === null
      ? {}
      : { WorkflowSid: entity.workflow_sid, WorkflowName: entity.workflow_friendly_name ?? '' }),
    ...(task.canceledReason === null ? {} : { TaskCanceledReason: task.canceledReason }),
    ...(task.completedReason === null ? {} : { TaskCompletedReason: task.completedReason }),
  };
}

function workerFields({ entity }: StoredWorker): Record<string, string> {
  return {
    WorkerSid: entity.sid,
    WorkerName: entity.friendly_name,
    WorkerAttributes: entity.attributes,
    WorkerActivitySid: entity.activity_sid,
    WorkerActivityName: entity.activity_name,
  };
}

/** Event Streams writes the same fields in snake case: https://www.twilio.com/docs/events/event-types/taskrouter */
function toStreamData(world: World, fields: Readonly<Record<string, string>>): Record<string, unknown> {
  const payload = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name === 'EventType' ? 'eventtype' : name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase(),
      value,
    ]),
  );
  return {
    sid: world.sids.next('EV'),
    name: fields.EventType,
    account_sid: world.accountSid,
    timestamp: new Date(world.clock.now()).toISOString(),
    level: 'INFO',
    group: 'taskrouter',
    publisher: 'taskrouter',
    payload_type: 'application/json',
    payload,
  };
}
