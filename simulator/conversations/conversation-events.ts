import type { EpochMs } from '../kernel/clock';
import { isoMilliseconds } from '../kernel/world';
import type { StoredConversation } from './conversation-store';
import type { ConversationHookEvent } from './conversation-webhooks';
import type { MessageEntity, ParticipantEntity } from './entities';

export interface BegunBy {
  readonly address: string;
  readonly businessAddress: string;
  readonly body: string;
  readonly group?: readonly string[];
}

export interface StateChange {
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

  messageAdded: ({ entity }: StoredConversation, message: MessageEntity, atMs: EpochMs) =>
    messageEvent('onMessageAdded', entity, message, { DateCreated: isoMilliseconds(atMs) }),

  messageUpdated: ({ entity }: StoredConversation, message: MessageEntity, atMs: EpochMs) =>
    messageEvent('onMessageUpdated', entity, message, {
      DateCreated: message.date_created,
      DateUpdated: isoMilliseconds(atMs),
    }),

  messageRemoved: ({ entity }: StoredConversation, message: MessageEntity, atMs: EpochMs) =>
    messageEvent('onMessageRemoved', entity, message, {
      DateCreated: message.date_created,
      DateRemoved: isoMilliseconds(atMs),
    }),

  participantAdded: (participant: ParticipantEntity) => participantEvent('onParticipantAdded', participant),

  participantUpdated(participant: ParticipantEntity, at: string): ConversationHookEvent {
    const event = participantEvent('onParticipantUpdated', participant);
    const { last_read_message_index: lastRead } = participant;
    return { ...event, fields: { ...event.fields, DateUpdated: at, LastReadMessageIndex: lastRead } };
  },

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

function messageEvent(
  type: string,
  entity: StoredConversation['entity'],
  message: MessageEntity,
  dates: ConversationHookEvent['fields'],
): ConversationHookEvent {
  return {
    type,
    fields: {
      ConversationSid: entity.sid,
      MessageSid: message.sid,
      MessagingServiceSid: entity.messaging_service_sid,
      Index: message.index,
      ...dates,
      Body: message.body,
      Author: message.author,
      ParticipantSid: message.participant_sid,
      Attributes: message.attributes,
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
