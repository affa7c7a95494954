/** TaskRouter resources as Twilio's REST API shows them. */

type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';
export type ReservationStatus =
  'pending' | 'accepted' | 'rejected' | 'timeout' | 'canceled' | 'rescinded' | 'wrapping' | 'completed';

interface Resource {
  readonly sid: string;
  readonly account_sid: string;
  readonly date_created: string;
  date_updated: string;
  readonly url: string;
}

interface LinkedResource extends Resource {
  readonly links: Readonly<Record<string, string>>;
}

export interface WorkspaceEntity extends LinkedResource {
  friendly_name: string;
  default_activity_name: string;
  default_activity_sid: string;
  timeout_activity_name: string;
  timeout_activity_sid: string;
  event_callback_url: string | null;
  events_filter: string | null;
  multi_task_enabled: boolean;
  prioritize_queue_order: 'FIFO' | 'LIFO';
}

export interface ActivityEntity extends LinkedResource {
  readonly workspace_sid: string;
  available: boolean;
  friendly_name: string;
}

export interface WorkerEntity extends LinkedResource {
  readonly workspace_sid: string;
  friendly_name: string;
  attributes: string;
  activity_name: string;
  activity_sid: string;
  available: boolean;
  date_status_changed: string;
}

export interface WorkerChannelEntity extends Resource {
  readonly workspace_sid: string;
  readonly worker_sid: string;
  readonly task_channel_sid: string;
  readonly task_channel_unique_name: string;
  assigned_tasks: number;
  available: boolean;
  available_capacity_percentage: number;
  configured_capacity: number;
}

export interface TaskChannelEntity extends LinkedResource {
  readonly workspace_sid: string;
  friendly_name: string;
  readonly unique_name: string;
  channel_optimized_routing: boolean;
}

export interface TaskQueueEntity extends LinkedResource {
  readonly workspace_sid: string;
  friendly_name: string;
  target_workers: string;
  max_reserved_workers: number;
  task_order: 'FIFO' | 'LIFO';
  assignment_activity_sid: string | null;
  assignment_activity_name: string | null;
  reservation_activity_sid: string | null;
  reservation_activity_name: string | null;
}

export interface WorkflowEntity extends LinkedResource {
  readonly workspace_sid: string;
  friendly_name: string;
  configuration: string;
  task_reservation_timeout: number;
  assignment_callback_url: string | null;
  fallback_assignment_callback_url: string | null;
  document_content_type: string;
}

export interface TaskEntity extends LinkedResource {
  readonly workspace_sid: string;
  age: number;
  assignment_status: TaskStatus;
  attributes: string;
  addons: string;
  task_queue_entered_date: string | null;
  priority: number;
  reason: string | null;
  task_queue_sid: string | null;
  task_queue_friendly_name: string | null;
  task_channel_sid: string;
  task_channel_unique_name: string;
  timeout: number;
  workflow_sid: string | null;
  workflow_friendly_name: string | null;
  virtual_start_time: string | null;
  ignore_capacity: boolean;
  routing_target: string | null;
}

export interface ReservationEntity extends LinkedResource {
  readonly workspace_sid: string;
  reservation_status: ReservationStatus;
  readonly task_sid: string;
  readonly worker_name: string;
  readonly worker_sid: string;
}

export interface EventEntity {
  readonly sid: string;
  readonly account_sid: string;
  readonly workspace_sid: string;
  readonly actor_sid: string | null;
  readonly actor_type: string | null;
  readonly actor_url: string | null;
  readonly description: string;
  readonly event_data: Readonly<Record<string, unknown>>;
  readonly event_date: string;
  readonly event_date_ms: number;
  readonly event_type: string;
  readonly resource_sid: string;
  readonly resource_type: string;
  readonly resource_url: string;
  readonly source: string;
  readonly source_ip_address: string | null;
  readonly url: string;
}
