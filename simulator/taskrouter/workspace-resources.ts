import { invalidParameter } from '../kernel/api-error';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type {
  ActivityEntity,
  TaskChannelEntity,
  TaskQueueEntity,
  WorkflowEntity,
  WorkspaceEntity,
} from './entities';
import { parseExpression } from './expression';
import { parseWorkflowConfiguration } from './workflow-configuration';
import type { StoredWorker, StoredWorkspace } from './workspace';

/** Makes the resources that a workspace consists of. */
export class WorkspaceResources {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** A workspace with the activities and task channels that Twilio gives a new one, and those of Flex. */
  createWorkspace(friendlyName: string): StoredWorkspace {
    const base = this.#base('WS', 'https://taskrouter.twilio.com/v1/Workspaces');
    const entity: WorkspaceEntity = {
      ...base,
      friendly_name: friendlyName,
      default_activity_name: '',
      default_activity_sid: '',
      timeout_activity_name: '',
      timeout_activity_sid: '',
      event_callback_url: null,
      events_filter: null,
      multi_task_enabled: true,
      prioritize_queue_order: 'FIFO',
      links: links(base.url, {
        activities: 'Activities',
        statistics: 'Statistics',
        real_time_statistics: 'RealTimeStatistics',
        cumulative_statistics: 'CumulativeStatistics',
        task_queues: 'TaskQueues',
        tasks: 'Tasks',
        workers: 'Workers',
        workflows: 'Workflows',
        task_channels: 'TaskChannels',
        events: 'Events',
      }),
    };
    const workspace: StoredWorkspace = {
      entity,
      activities: new Map(),
      taskChannels: new Map(),
      workers: new Map(),
      queues: new Map(),
      workflows: new Map(),
      tasks: new Map(),
      reservations: new Map(),
      reservationsByTask: new Map(),
      events: [],
    };
    const offline = this.createActivity(workspace, 'Offline', false);
    this.createActivity(workspace, 'Available', true);
    this.createActivity(workspace, 'Unavailable', false);
    this.createActivity(workspace, 'Break', false);
    Object.assign(entity, {
      default_activity_name: offline.friendly_name,
      default_activity_sid: offline.sid,
      timeout_activity_name: offline.friendly_name,
      timeout_activity_sid: offline.sid,
    });
    for (const name of ['default', 'voice', 'chat', 'sms', 'email', 'video'])
      this.createTaskChannel(workspace, name, name);
    return workspace;
  }

  createActivity(workspace: StoredWorkspace, friendlyName: string, available: boolean): ActivityEntity {
    const base = this.#base('WA', `${workspace.entity.url}/Activities`);
    const activity: ActivityEntity = {
      ...base,
      workspace_sid: workspace.entity.sid,
      friendly_name: friendlyName,
      available,
      links: { workspace: workspace.entity.url },
    };
    workspace.activities.set(activity.sid, activity);
    return activity;
  }

  createTaskChannel(workspace: StoredWorkspace, uniqueName: string, friendlyName: string): TaskChannelEntity {
    const base = this.#base('TC', `${workspace.entity.url}/TaskChannels`);
    const channel: TaskChannelEntity = {
      ...base,
      workspace_sid: workspace.entity.sid,
      friendly_name: friendlyName,
      unique_name: uniqueName,
      channel_optimized_routing: false,
      links: { workspace: workspace.entity.url },
    };
    workspace.taskChannels.set(channel.sid, channel);
    for (const worker of workspace.workers.values()) this.#addWorkerChannel(workspace, worker, channel);
    return channel;
  }

  createQueue(workspace: StoredWorkspace, friendlyName: string, targetWorkers = '1==1'): TaskQueueEntity {
    parseExpression(targetWorkers);
    const base = this.#base('WQ', `${workspace.entity.url}/TaskQueues`);
    const queue: TaskQueueEntity = {
      ...base,
      workspace_sid: workspace.entity.sid,
      friendly_name: friendlyName,
      target_workers: targetWorkers,
      max_reserved_workers: 1,
      task_order: 'FIFO',
      assignment_activity_sid: null,
      assignment_activity_name: null,
      reservation_activity_sid: null,
      reservation_activity_name: null,
      links: {
        workspace: workspace.entity.url,
        statistics: `${base.url}/Statistics`,
        real_time_statistics: `${base.url}/RealTimeStatistics`,
        cumulative_statistics: `${base.url}/CumulativeStatistics`,
        list_statistics: `${workspace.entity.url}/TaskQueues/Statistics`,
        bulk_real_time_statistics: `${workspace.entity.url}/TaskQueues/RealTimeStatistics`,
      },
    };
    workspace.queues.set(queue.sid, queue);
    return queue;
  }

  createWorkflow(
    workspace: StoredWorkspace,
    friendlyName: string,
    configuration: string,
    reservationTimeoutSeconds = 120,
  ): WorkflowEntity {
    parseWorkflowConfiguration(configuration);
    const base = this.#base('WW', `${workspace.entity.url}/Workflows`);
    const workflow: WorkflowEntity = {
      ...base,
      workspace_sid: workspace.entity.sid,
      friendly_name: friendlyName,
      configuration,
      task_reservation_timeout: reservationTimeoutSeconds,
      assignment_callback_url: null,
      fallback_assignment_callback_url: null,
      document_content_type: 'application/json',
      links: links(base.url, {
        statistics: 'Statistics',
        real_time_statistics: 'RealTimeStatistics',
        cumulative_statistics: 'CumulativeStatistics',
      }),
    };
    workspace.workflows.set(workflow.sid, workflow);
    return workflow;
  }

  createWorker(
    workspace: StoredWorkspace,
    friendlyName: string,
    attributes: string,
    activitySid?: string,
  ): StoredWorker {
    const base = this.#base('WK', `${workspace.entity.url}/Workers`);
    const activity = workspace.activities.get(activitySid ?? workspace.entity.default_activity_sid);
    if (!activity) throw invalidParameter(`Activity ${activitySid ?? ''} does not exist`);
    const workers = `${workspace.entity.url}/Workers`;
    const worker: StoredWorker = {
      entity: {
        ...base,
        workspace_sid: workspace.entity.sid,
        friendly_name: friendlyName,
        attributes,
        activity_name: activity.friendly_name,
        activity_sid: activity.sid,
        available: activity.available,
        date_status_changed: base.date_created,
        links: {
          channels: `${base.url}/Channels`,
          activity: activity.url,
          workspace: workspace.entity.url,
          statistics: `${workers}/Statistics`,
          real_time_statistics: `${workers}/RealTimeStatistics`,
          cumulative_statistics: `${workers}/CumulativeStatistics`,
          worker_statistics: `${base.url}/Statistics`,
          worker_channels: `${base.url}/Channels`,
          reservations: `${base.url}/Reservations`,
        },
      },
      channels: new Map(),
    };
    for (const channel of workspace.taskChannels.values()) this.#addWorkerChannel(workspace, worker, channel);
    workspace.workers.set(worker.entity.sid, worker);
    return worker;
  }

  /** One call at a time, and, as in a new Flex account, three messages. */
  #addWorkerChannel(workspace: StoredWorkspace, worker: StoredWorker, channel: TaskChannelEntity): void {
    const capacity = ['chat', 'sms', 'email'].includes(channel.unique_name) ? 3 : 1;
    worker.channels.set(channel.sid, {
      ...this.#base('WC', `${worker.entity.url}/Channels`),
      workspace_sid: workspace.entity.sid,
      worker_sid: worker.entity.sid,
      task_channel_sid: channel.sid,
      task_channel_unique_name: channel.unique_name,
      assigned_tasks: 0,
      available: true,
      available_capacity_percentage: 100,
      configured_capacity: capacity,
    });
  }

  #base(prefix: string, parentUrl: string) {
    const sid = this.#world.sids.next(prefix);
    const now = isoSeconds(this.#world.clock.now());
    return {
      sid,
      account_sid: this.#world.accountSid,
      date_created: now,
      date_updated: now,
      url: `${parentUrl}/${sid}`,
    };
  }
}

function links(url: string, paths: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, `${url}/${path}`]));
}
