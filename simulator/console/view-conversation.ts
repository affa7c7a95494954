import type { StoredConversation } from '../conversations/conversation-store';
import type { MessageEntity, ParticipantEntity } from '../conversations/entities';
import type { EmbeddedTwilio } from '../embedded-twilio';
import type { Agent } from '../people/agent';
import type { ConversationView, MessageView } from './snapshot';

/** One Conversation as the console page shows it. */
export function toConversationView(
  twilio: EmbeddedTwilio,
  agents: readonly Agent[],
  { entity, participants, messages }: StoredConversation,
): ConversationView {
  const outside = [...participants.values()].filter(
    ({ identity }) => !agents.some((agent) => agent.identity === identity),
  );
  const [first] = outside.flatMap(({ messaging_binding: binding }) => binding ?? []);
  const customers = outside.flatMap((participant) => nameOf(participant) ?? []);
  const projected = outside.find(({ messaging_binding: binding }) => binding?.projected_address !== undefined)
    ?.messaging_binding?.projected_address;
  const interaction = twilio.interactions.ofConversation(entity.sid);
  return {
    sid: entity.sid,
    state: entity.state,
    customers,
    business: first?.proxy_address ?? projected ?? '',
    channelType: first?.type ?? 'web',
    messages: messages.map((message) => toMessageView(twilio, agents, customers, message)),
    interactionSid: interaction?.entity.sid ?? null,
    channelStatus: interaction?.channel.status ?? null,
    record: recordState(twilio, entity.sid),
  };
}

function nameOf({ identity, messaging_binding: binding }: ParticipantEntity): string | undefined {
  return binding?.address ?? identity ?? undefined;
}

function toMessageView(
  twilio: EmbeddedTwilio,
  agents: readonly Agent[],
  customers: readonly string[],
  { sid, index, author, body, date_created: at }: MessageEntity,
): MessageView {
  const agent = agents.find(({ identity }) => identity === author);
  const receipts = twilio.conversationActions.carrier.receiptsOf(sid);
  const receipt = receipts.find(({ status }) => status === 'failed') ?? receipts[0];
  return {
    index,
    author: agent?.worker.entity.friendly_name ?? author,
    side: agent ? 'agent' : customers.includes(author) ? 'customer' : 'system',
    body: body ?? '',
    at,
    delivery: receipt
      ? [receipt.status, receipt.error_code === 0 ? '' : receipt.error_code].join(' ').trim()
      : null,
  };
}

/** The routing record of the product under test, as it stands in Sync. */
function recordState(twilio: EmbeddedTwilio, conversationSid: string): string | null {
  for (const service of twilio.sync.services.values()) {
    const data = service.byName.get(`interaction-${conversationSid}`)?.data;
    if (typeof data === 'object' && data !== null && 'state' in data) {
      return typeof data.state === 'string' ? data.state : null;
    }
  }
  return null;
}
