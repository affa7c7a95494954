import type { PayloadFields } from './payload-fields';

const COMMON = [
  'EventType',
  'AccountSid',
  'WorkspaceSid',
  'WorkspaceName',
  'EventDescription',
  'ResourceType',
  'ResourceSid',
  'Timestamp',
];
const TASK = ['TaskSid', 'TaskAttributes', 'TaskAge', 'TaskPriority', 'TaskAssignmentStatus'];
/** Not in the reference's list, and sent in practice. */
const TASK_CHANNEL = ['TaskChannelSid', 'TaskChannelUniqueName'];
const QUEUE_AND_WORKFLOW = ['TaskQueueSid', 'TaskQueueName', 'WorkflowSid', 'WorkflowName'];
const REASONS = ['TaskCanceledReason', 'TaskCompletedReason'];
const WORKER = ['WorkerSid', 'WorkerName', 'WorkerAttributes', 'WorkerActivitySid', 'WorkerActivityName'];

const ofTask: PayloadFields = {
  required: [...COMMON, ...TASK, ...TASK_CHANNEL],
  optional: [...QUEUE_AND_WORKFLOW, ...REASONS, ...WORKER, 'ReservationSid'],
};
const ofReservation: PayloadFields = {
  required: [...COMMON, ...TASK, ...TASK_CHANNEL, 'ReservationSid'],
  optional: [...QUEUE_AND_WORKFLOW, ...REASONS, ...WORKER],
};
const ofWorkflow: PayloadFields = {
  required: [...COMMON, ...TASK, ...TASK_CHANNEL, 'WorkflowSid'],
  optional: [...QUEUE_AND_WORKFLOW, ...REASONS],
};

/**
 * The fields of a TaskRouter event.
 *
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 */
export function taskEventFields(type: string): PayloadFields | undefined {
  switch (type.replace(/\..*/, '')) {
    case 'task':
    case 'task-queue':
      return ofTask;
    case 'workflow':
      return ofWorkflow;
    case 'reservation':
      return ofReservation;
    case 'worker':
      return { required: [...COMMON, ...WORKER], optional: [] };
    default:
      return undefined;
  }
}
