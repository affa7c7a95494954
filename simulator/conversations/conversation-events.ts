import type { EpochMs } from '../../src/core/clock';
import type { StreamEvent } from '../kernel/world';
import { isoMilliseconds } from '../kernel/world';
import type { StoredConversation } from './conversation-store';
import type { ConversationHookEvent } from './conversation-webhooks';
import type { MessageEntity, ParticipantEntity } from './entities';

interface BegunBy {
  readonly address: string;
  readonly businessAddress: string;
  readonly body: string;
  readonly group?: readonly string[];
}

interface StateChange {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly at: string;
}

/**
 * The fields of each post-action webhook.
 *
 * @see https://www.twilio.com/docs/conversations/conversations-webhooks
 */
export const hookEvents = {
  conversationAdded(
    { entity }: StoredConversation,
    begunBy: BegunBy | undefined,
    atMs: EpochMs,
  ): ConversationHookEvent {
    return {
      type: 'onConversationAdded',
      fields: {
        ConversationSid: entity.sid,
        DateCreated: isoMilliseconds(atMs),
        DateUpdated: isoMilliseconds(atMs),
        FriendlyName: entity.friendly_name,
        UniqueName: entity.unique_name,
        Attributes: entity.attributes,
        MessagingServiceSid: entity.messaging_service_sid,
        ...bindingOf(begunBy),
        State: entity.state,
      },
    };
  },

  conversationUpdated: ({ entity }: StoredConversation) => conversationEvent('onConversationUpdated', entity),

  conversationRemoved: ({ entity }: StoredConversation) => conversationEvent('onConversationRemoved', entity),

  stateUpdated({ entity }: StoredConversation, change: StateChange): ConversationHookEvent {
    return {
      type: 'onConversationStateUpdated',
      fields: {
        ConversationSid: entity.sid,
        MessagingServiceSid: entity.messaging_service_sid,
        StateUpdated: change.at,
        StateFrom: change.from,
        StateTo: change.to,
        Reason: change.reason,
      },
    };
  },

  messageAdded({ entity }: StoredConversation, message: MessageEntity, atMs: EpochMs): ConversationHookEvent {
    return {
      type: 'onMessageAdded',
      fields: {
        ConversationSid: entity.sid,
        MessageSid: message.sid,
        MessagingServiceSid: entity.messaging_service_sid,
        Index: message.index,
        DateCreated: isoMilliseconds(atMs),
        Body: message.body,
        Author: message.author,
        ParticipantSid: message.participant_sid,
        Attributes: message.attributes,
      },
    };
  },

  participantAdded: (participant: ParticipantEntity) => participantEvent('onParticipantAdded', participant),

  participantRemoved(participant: ParticipantEntity, at: string): ConversationHookEvent {
    const event = participantEvent('onParticipantRemoved', participant);
    return { ...event, fields: { ...event.fields, DateRemoved: at } };
  },
};

function conversationEvent(type: string, entity: StoredConversation['entity']): ConversationHookEvent {
  return {
    type,
    fields: {
      ConversationSid: entity.sid,
      DateCreated: entity.date_created,
      DateUpdated: entity.date_updated,
      FriendlyName: entity.friendly_name,
      UniqueName: entity.unique_name,
      Attributes: entity.attributes,
      MessagingServiceSid: entity.messaging_service_sid,
      State: entity.state,
    },
  };
}

function participantEvent(type: string, participant: ParticipantEntity): ConversationHookEvent {
  const binding = participant.messaging_binding;
  return {
    type,
    fields: {
      ConversationSid: participant.conversation_sid,
      ParticipantSid: participant.sid,
      DateCreated: participant.date_created,
      Identity: participant.identity,
      RoleSid: participant.role_sid,
      Attributes: participant.attributes,
      'MessagingBinding.ProxyAddress': binding?.proxy_address,
      'MessagingBinding.Address': binding?.address,
      'MessagingBinding.ProjectedAddress': binding?.projected_address,
      'MessagingBinding.Type': binding?.type.toUpperCase() ?? 'CHAT',
    },
  };
}

/** A group MMS has a list of addresses, the author among them, and a projected address in place of a proxy. */
function bindingOf(begunBy: BegunBy | undefined): ConversationHookEvent['fields'] {
  if (!begunBy) return {};
  if (!begunBy.group) {
    return {
      'MessagingBinding.Address': begunBy.address,
      'MessagingBinding.ProxyAddress': begunBy.businessAddress,
    };
  }
  return {
    'MessagingBinding.Address': JSON.stringify(begunBy.group),
    'MessagingBinding.AuthorAddress': begunBy.address,
    'MessagingBinding.ProjectedAddress': begunBy.businessAddress,
  };
}

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
