import type { StreamEvent } from '../kernel/world';
import type { BegunBy, StateChange } from './conversation-events';
import type { StoredConversation } from './conversation-store';
import type { MessageEntity, ParticipantEntity } from './entities';

/**
 * The same facts as Event Streams tells them.
 *
 * @see https://www.twilio.com/docs/events/event-types/conversations/conversation
 */
export const streamEvents = {
  conversationAdded({ entity }: StoredConversation, begunBy: BegunBy | undefined): StreamEvent {
    return stream('conversation.added', {
      ...conversationData(entity),
      MessageBody: begunBy?.body ?? null,
      MessagingBinding: begunBy ? { Address: begunBy.address, ProxyAddress: begunBy.businessAddress } : null,
    });
  },

  conversationUpdated: ({ entity }: StoredConversation) =>
    stream('conversation.updated', conversationData(entity)),

  conversationRemoved: ({ entity }: StoredConversation) =>
    stream('conversation.removed', conversationData(entity)),

  stateUpdated({ entity }: StoredConversation, change: StateChange): StreamEvent {
    return stream('conversation-state.updated', {
      AccountSid: entity.account_sid,
      ChatServiceSid: entity.chat_service_sid,
      ConversationSid: entity.sid,
      MessagingServiceSid: entity.messaging_service_sid,
      StateUpdated: change.at,
      StateFrom: change.from,
      StateTo: change.to,
      Reason: change.reason,
    });
  },

  messageAdded({ entity }: StoredConversation, message: MessageEntity): StreamEvent {
    return stream('message.added', {
      AccountSid: entity.account_sid,
      Author: message.author,
      ParticipantSid: message.participant_sid,
      ConversationSid: entity.sid,
      MessageSid: message.sid,
      Index: message.index,
      MessageBody: message.body,
      DateCreated: message.date_created,
      MessageSubject: null,
      MessagingServiceSid: entity.messaging_service_sid,
      ContentSid: message.content_sid,
      Media: message.media ?? [],
    });
  },

  participantAdded: (participant: ParticipantEntity) =>
    stream('participant.added', participantData(participant)),

  participantRemoved: (participant: ParticipantEntity) =>
    stream('participant.removed', participantData(participant)),
};

function stream(name: string, data: Readonly<Record<string, unknown>>): StreamEvent {
  return { type: `com.twilio.conversations.${name}`, data };
}

function conversationData(entity: StoredConversation['entity']): Readonly<Record<string, unknown>> {
  return {
    AccountSid: entity.account_sid,
    FriendlyName: entity.friendly_name,
    UniqueName: entity.unique_name,
    State: entity.state,
    ConversationSid: entity.sid,
    DateCreated: entity.date_created,
    MessagingServiceSid: entity.messaging_service_sid,
    Attributes: JSON.parse(entity.attributes) as unknown,
  };
}

function participantData(participant: ParticipantEntity): Readonly<Record<string, unknown>> {
  const binding = participant.messaging_binding;
  return {
    AccountSid: participant.account_sid,
    ParticipantSid: participant.sid,
    Identity: participant.identity,
    RoleSid: participant.role_sid,
    ConversationSid: participant.conversation_sid,
    DateCreated: participant.date_created,
    MessagingBinding: {
      ProxyAddress: binding?.proxy_address ?? null,
      ProjectedAddress: binding?.projected_address ?? null,
      Address: binding?.address ?? null,
      Type: binding?.type ?? 'chat',
      Level: binding?.level ?? null,
      Name: binding?.name ?? null,
    },
  };
}
