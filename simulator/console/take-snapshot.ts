import type { EmbeddedTwilio } from '../embedded-twilio';
import { parseObject } from '../kernel/parse-object';
import type { Agent } from '../people/agent';
import type { StoredTask } from '../taskrouter/workspace';
import { openReservationOf } from '../taskrouter/workspace';
import type { AgentView, QueueView, ReservationView, Snapshot, TaskView } from './snapshot';
import { toConversationView } from './view-conversation';

const SHOWN_CONVERSATIONS = 60;
const ENDED = ['canceled', 'completed'];

/** Everything that the console page shows of the embedded Twilio. */
export function takeSnapshot(
  twilio: EmbeddedTwilio,
  agents: readonly Agent[],
  functionsUrl: string | null,
): Snapshot {
  return {
    functionsUrl,
    nowMs: twilio.clock.now(),
    businessAddresses: [...twilio.conversations.addresses.values()].map(({ address, type }) => ({
      address,
      type,
    })),
    activities: [...twilio.workspace.activities.values()].map(({ friendly_name: name }) => name),
    conversations: [...twilio.conversations.conversations.values()]
      .slice(-SHOWN_CONVERSATIONS)
      .map((conversation) => toConversationView(twilio, agents, conversation)),
    agents: agents.map((agent) => toAgentView(twilio, agent)),
    queues: [...twilio.workspace.queues.values()].map(({ sid, friendly_name: name }) =>
      toQueueView(twilio, sid, name),
    ),
    tasks: [...twilio.workspace.tasks.values()]
      .filter(({ entity }) => !ENDED.includes(entity.assignment_status))
      .map((task) => toTaskView(twilio, task)),
    paused: [...twilio.interactions.interactions.values()]
      .filter(({ channel }) => channel.status === 'pause')
      .map(({ entity, invites }) => ({
        interactionSid: entity.sid,
        customer: text(invites[0]?.routing.attributes?.customerName ?? invites[0]?.routing.attributes?.from),
      })),
  };
}

function toTaskView({ workspace }: EmbeddedTwilio, { entity, createdAtMs }: StoredTask): TaskView {
  const attributes = parseObject(entity.attributes);
  return {
    sid: entity.sid,
    status: entity.assignment_status,
    queue: entity.task_queue_friendly_name ?? '',
    from: text(attributes.from ?? attributes.customerAddress),
    channelType: text(attributes.channelType),
    worker: openReservationOf(workspace, entity.sid)?.worker_name ?? null,
    createdAtMs,
    expiresAtMs: createdAtMs + entity.timeout * 1_000,
  };
}

function toQueueView({ workspace }: EmbeddedTwilio, sid: string, name: string): QueueView {
  const statuses = [...workspace.tasks.values()]
    .filter(({ entity }) => entity.task_queue_sid === sid)
    .map(({ entity }) => entity.assignment_status);
  const count = (...wanted: string[]): number => statuses.filter((status) => wanted.includes(status)).length;
  return {
    sid,
    name,
    waiting: count('pending', 'reserved'),
    withAgents: count('assigned', 'wrapping'),
    availableAgents: [...workspace.workers.values()].filter(({ entity }) => entity.available).length,
  };
}

function toAgentView(twilio: EmbeddedTwilio, agent: Agent): AgentView {
  const { entity } = agent.worker;
  return {
    sid: entity.sid,
    name: entity.friendly_name,
    activity: entity.activity_name,
    available: entity.available,
    token: agent.token,
    reservations: agent.reservations.map((reservation): ReservationView => {
      const task = twilio.workspace.tasks.get(reservation.task_sid)?.entity;
      const attributes = parseObject(task?.attributes ?? '{}');
      return {
        sid: reservation.sid,
        status: reservation.reservation_status,
        taskSid: reservation.task_sid,
        taskStatus: task?.assignment_status ?? '',
        conversationSid: typeof attributes.conversationSid === 'string' ? attributes.conversationSid : null,
        from: text(attributes.from ?? attributes.customerAddress),
        customerName:
          twilio.conversations.find(text(attributes.conversationSid))?.entity.friendly_name ??
          text(attributes.customerName),
        channelType: text(attributes.channelType),
        sinceMs: Date.parse(reservation.date_updated),
      };
    }),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
