import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { notFound } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { workspaceOf } from './find-resource';
import type { StoredWorkspace } from './workspace';

/** The event log of a workspace. */
export function eventOperations(world: World, workspaces: ReadonlyMap<string, StoredWorkspace>): Operations {
  return {
    FetchEvent: (call) => {
      const event = workspaceOf(call, workspaces).events.find(
        ({ sid }) => sid === pathParameter(call, 'Sid'),
      );
      if (!event) throw notFound(new URL(call.url).pathname);
      return { body: event };
    },
    ListEvent: (call) =>
      toPage(call, 'events', filterEvents(call, workspaceOf(call, workspaces), world.clock.now())),
  };
}

function filterEvents(call: ApiCall, workspace: StoredWorkspace, nowMs: number): StoredWorkspace['events'] {
  const { query } = call;
  const minutes = query.number('Minutes');
  const since = query.date('StartDate')?.getTime() ?? (minutes === undefined ? 0 : nowMs - minutes * 60_000);
  const until = query.date('EndDate')?.getTime() ?? Infinity;
  const fields = [
    'EventType',
    'TaskSid',
    'WorkerSid',
    'WorkflowSid',
    'TaskQueueSid',
    'ReservationSid',
  ] as const;
  return workspace.events.filter(
    (event) =>
      event.event_date_ms >= since &&
      event.event_date_ms <= until &&
      fields.every((field) => !query.has(field) || event.event_data[field] === query.text(field)),
  );
}
