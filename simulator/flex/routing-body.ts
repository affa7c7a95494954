import * as v from 'valibot';
import { SimulatorDefect } from '../openapi/operation';
import type { StoredTask, StoredWorkspace } from '../taskrouter/workspace';
import type { RoutingBody } from './entities';
import { sid } from './input-schemas';

/**
 * The `routing` of an answer, with the task as it is now.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api#response
 */
export function toRoutingBody(
  workspace: StoredWorkspace,
  { entity, createdAtMs, assignments }: StoredTask,
): RoutingBody {
  const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
  const body = {
    reservation: null,
    properties: {
      sid: entity.sid,
      account_sid: entity.account_sid,
      workspace_sid: workspace.entity.sid,
      workflow_sid: entity.workflow_sid,
      workflow_name: entity.workflow_friendly_name,
      queue_sid: entity.task_queue_sid,
      queue_name: entity.task_queue_friendly_name,
      routing_target: entity.routing_target,
      task_channel_sid: entity.task_channel_sid,
      task_channel_unique_name: entity.task_channel_unique_name,
      assignment_status: entity.assignment_status,
      assignmentCounter: assignments,
      priority: entity.priority,
      reason: entity.reason,
      timeout: entity.timeout,
      age: 0,
      age_in_queue: 0,
      date_created: Math.floor(createdAtMs / 1000),
      date_updated: seconds(entity.date_updated),
      task_queue_entered_date:
        entity.task_queue_entered_date === null ? null : seconds(entity.task_queue_entered_date),
      addons: entity.addons,
      attributes: entity.attributes,
    },
  };
  checkRoutingBody(body);
  return body;
}

/** What Interactions, Invites and their answers say of a task; nothing but what the documented sample has. */
const routingBodySchema = v.strictObject({
  reservation: v.null(),
  properties: v.strictObject({
    sid: sid('WT'),
    account_sid: sid('AC'),
    workspace_sid: sid('WS'),
    workflow_sid: v.nullable(sid('WW')),
    workflow_name: v.nullable(v.string()),
    queue_sid: v.nullable(sid('WQ')),
    queue_name: v.nullable(v.string()),
    routing_target: v.nullable(v.string()),
    task_channel_sid: sid('TC'),
    task_channel_unique_name: v.string(),
    assignment_status: v.string(),
    assignmentCounter: v.number(),
    priority: v.number(),
    reason: v.nullable(v.string()),
    timeout: v.number(),
    age: v.number(),
    age_in_queue: v.number(),
    date_created: v.number(),
    date_updated: v.number(),
    task_queue_entered_date: v.nullable(v.number()),
    addons: v.string(),
    attributes: v.string(),
  }),
});

/** @throws SimulatorDefect */
function checkRoutingBody(body: unknown): void {
  const result = v.safeParse(routingBodySchema, body);
  if (!result.success) {
    const [issue] = result.issues;
    throw new SimulatorDefect(`routing.${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
}
