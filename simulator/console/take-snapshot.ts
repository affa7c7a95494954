import type { StoredConversation } from '../conversations/conversation-store';
import type { EmbeddedTwilio } from '../embedded-twilio';
import type { Agent } from '../people/agent';
import { parseObject } from '../kernel/parse-object';
import type {
  AgentView,
  ConversationView,
  MessageView,
  ReservationView,
  Snapshot,
  TaskView,
} from './snapshot';

const SHOWN_CONVERSATIONS = 60;

/** Everything that the console page shows of the embedded Twilio. */
export function takeSnapshot(twilio: EmbeddedTwilio, agents: readonly Agent[]): Snapshot {
  return {
    businessAddresses: [...twilio.conversations.addresses.values()].map(({ address, type }) => ({
      address,
      type,
    })),
    activities: [...twilio.workspace.activities.values()].map(({ friendly_name: name }) => name),
    conversations: [...twilio.conversations.conversations.values()]
      .slice(-SHOWN_CONVERSATIONS)
      .map((conversation) => toConversationView(twilio, agents, conversation)),
    agents: agents.map((agent) => toAgentView(twilio, agent)),
    tasks: [...twilio.workspace.tasks.values()].map(({ entity, createdAtMs }): TaskView => {
      const attributes = parseObject(entity.attributes);
      return {
        sid: entity.sid,
        status: entity.assignment_status,
        queue: entity.task_queue_friendly_name ?? '',
        from: text(attributes.from),
        ageSeconds: Math.floor((twilio.clock.now() - createdAtMs) / 1000),
      };
    }),
  };
}

function toConversationView(
  twilio: EmbeddedTwilio,
  agents: readonly Agent[],
  { entity, participants, messages }: StoredConversation,
): ConversationView {
  const customer = [...participants.values()].find(
    ({ messaging_binding: binding }) => binding?.address !== undefined,
  );
  const interaction = twilio.interactions.ofConversation(entity.sid);
  const isAgent = (author: string): boolean => agents.some(({ identity }) => identity === author);
  return {
    sid: entity.sid,
    state: entity.state,
    customer: customer?.messaging_binding?.address ?? '',
    business: customer?.messaging_binding?.proxy_address ?? '',
    channelType: customer?.messaging_binding?.type ?? 'chat',
    messages: messages.map(({ index, author, body, date_created: at }): MessageView => ({
      index,
      author: agents.find(({ identity }) => identity === author)?.worker.entity.friendly_name ?? author,
      side: isAgent(author)
        ? 'agent'
        : author === customer?.messaging_binding?.address
          ? 'customer'
          : 'system',
      body: body ?? '',
      at,
    })),
    interactionSid: interaction?.entity.sid ?? null,
    channelStatus: interaction?.channel.status ?? null,
    record: recordState(twilio, entity.sid),
  };
}

function toAgentView(twilio: EmbeddedTwilio, agent: Agent): AgentView {
  const { entity } = agent.worker;
  return {
    sid: entity.sid,
    name: entity.friendly_name,
    activity: entity.activity_name,
    available: entity.available,
    reservations: agent.reservations.map((reservation): ReservationView => {
      const task = twilio.workspace.tasks.get(reservation.task_sid)?.entity;
      const attributes = parseObject(task?.attributes ?? '{}');
      return {
        sid: reservation.sid,
        status: reservation.reservation_status,
        taskSid: reservation.task_sid,
        taskStatus: task?.assignment_status ?? '',
        conversationSid: typeof attributes.conversationSid === 'string' ? attributes.conversationSid : null,
        from: text(attributes.from),
        channelType: text(attributes.channelType),
      };
    }),
  };
}

/** The routing record of the product under test, as it stands in Sync. */
function recordState(twilio: EmbeddedTwilio, conversationSid: string): string | null {
  for (const service of twilio.sync.services.values()) {
    const data = service.byName.get(`interaction-${conversationSid}`)?.data;
    if (typeof data === 'object' && data !== null && 'state' in data) return text(data.state);
  }
  return null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
