import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { ConversationStore, StoredConversation } from './conversation-store';
import type { MessageEntity, ParticipantEntity } from './entities';
import type { NewConversation, NewMessage, NewParticipant } from './new-resources';

export function newConversation(
  { accountSid, sids, clock }: World,
  store: ConversationStore,
  given: NewConversation,
): StoredConversation {
  const sid = sids.next('CH');
  const url = `https://conversations.twilio.com/v1/Conversations/${sid}`;
  const now = isoSeconds(clock.now());
  return {
    entity: {
      sid,
      account_sid: accountSid,
      chat_service_sid: given.serviceSid ?? store.defaultServiceSid,
      messaging_service_sid: given.messagingServiceSid ?? store.messagingServiceSid,
      friendly_name: given.friendlyName ?? null,
      unique_name: given.uniqueName ?? null,
      attributes: given.attributes ?? '{}',
      state: given.state ?? 'active',
      date_created: now,
      date_updated: now,
      timers: {},
      bindings: {},
      url,
      links: {
        participants: `${url}/Participants`,
        messages: `${url}/Messages`,
        webhooks: `${url}/Webhooks`,
        export: `${url}/Export`,
      },
    },
    participants: new Map(),
    messages: [],
    nextMessageIndex: 0,
    webhooks: new Map(),
    timers: { ...store.defaultTimersMs(), ...given.timers },
    cancelTimers: [],
    bindingKeys: new Set(),
  };
}

export function newParticipant(
  { accountSid, sids, clock }: World,
  store: ConversationStore,
  conversation: StoredConversation,
  given: NewParticipant,
): ParticipantEntity {
  const sid = sids.next('MB');
  const now = isoSeconds(clock.now());
  return {
    sid,
    account_sid: accountSid,
    conversation_sid: conversation.entity.sid,
    identity: given.identity ?? null,
    attributes: given.attributes ?? '{}',
    messaging_binding: given.binding ?? null,
    role_sid: given.roleSid ?? store.roleSid,
    date_created: now,
    date_updated: now,
    url: `${conversation.entity.url}/Participants/${sid}`,
    last_read_message_index: null,
    last_read_timestamp: null,
  };
}

export function newMessage(
  { accountSid, sids, clock }: World,
  conversation: StoredConversation,
  given: NewMessage,
): MessageEntity {
  const sid = sids.next('IM');
  const author = given.author ?? 'system';
  const now = isoSeconds(clock.now());
  const url = `${conversation.entity.url}/Messages/${sid}`;
  return {
    sid,
    account_sid: accountSid,
    conversation_sid: conversation.entity.sid,
    index: conversation.nextMessageIndex++,
    author,
    body: given.body ?? null,
    media: null,
    attributes: given.attributes ?? '{}',
    participant_sid: findParticipant(conversation, author)?.sid ?? null,
    date_created: now,
    date_updated: now,
    url,
    delivery: null,
    links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
    content_sid: given.contentSid ?? null,
  };
}

/** The participant who writes under a name: a chat identity or an address. */
export function findParticipant(
  conversation: StoredConversation,
  author: string,
): ParticipantEntity | undefined {
  for (const participant of conversation.participants.values()) {
    if (participant.identity === author || participant.messaging_binding?.address === author)
      return participant;
  }
  return undefined;
}
