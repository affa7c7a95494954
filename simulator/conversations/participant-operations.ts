import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import { requireAddressType, typeOfAddress } from './addresses';
import type { ConversationActions } from './conversation-actions';
import type { ConversationStore, StoredConversation } from './conversation-store';
import type { MessagingBinding, ParticipantEntity } from './entities';
import { conversationOf, originOf, serviceOf } from './find-conversation';
import type { NewParticipant } from './new-resources';

/** Participants of Conversations, and the Conversations of a participant. */
export function participantOperations(store: ConversationStore, actions: ConversationActions): Operations {
  const participantOf = (
    call: ApiCall,
  ): { conversation: StoredConversation; participant: ParticipantEntity } => {
    const conversation = conversationOf(call, store);
    const key = pathParameter(call, 'Sid');
    const participant = [...conversation.participants.values()].find(
      ({ sid, identity }) => sid === key || identity === key,
    );
    if (!participant) throw notFound(new URL(call.url).pathname);
    return { conversation, participant };
  };

  return {
    CreateConversationParticipant: (call) => {
      const participant = actions.addParticipant(
        conversationOf(call, store),
        newParticipant(call),
        originOf(call),
      );
      return { status: 201, body: participant };
    },
    FetchConversationParticipant: (call) => ({ body: participantOf(call).participant }),
    ListConversationParticipant: (call) =>
      toPage(call, 'participants', [...conversationOf(call, store).participants.values()]),
    UpdateConversationParticipant: (call) => {
      const { conversation, participant } = participantOf(call);
      const { form } = call;
      const changes = {
        attributes: form.text('Attributes'),
        roleSid: form.text('RoleSid'),
        lastReadMessageIndex: form.number('LastReadMessageIndex'),
        lastReadTimestamp: form.text('LastReadTimestamp'),
      };
      actions.updateParticipant(conversation, participant, changes, originOf(call));
      return { body: participant };
    },
    DeleteConversationParticipant: (call) => {
      const { conversation, participant } = participantOf(call);
      actions.removeParticipant(conversation, participant, originOf(call));
      return {};
    },

    ListParticipantConversation: (call) => {
      const [address, identity] = [call.query.text('Address'), call.query.text('Identity')];
      if ((address === undefined) === (identity === undefined)) {
        throw invalidParameter('Exactly one of Identity and Address must be given');
      }
      const service = serviceOf(call, store);
      const found = [...store.conversations.values()]
        .filter(({ entity }) => service === undefined || entity.chat_service_sid === service)
        .flatMap((conversation) =>
          [...conversation.participants.values()]
            .filter(({ messaging_binding: binding, identity: name }) =>
              identity === undefined ? binding?.address === address : name === identity,
            )
            .map((participant) => participantConversation(conversation, participant)),
        );
      return toPage(call, 'conversations', found);
    },
  };
}

function newParticipant({ form }: ApiCall): NewParticipant {
  const identity = form.text('Identity');
  const binding = toBinding({
    address: form.text('MessagingBinding.Address'),
    proxy_address: form.text('MessagingBinding.ProxyAddress'),
    projected_address: form.text('MessagingBinding.ProjectedAddress'),
  });
  if (identity === undefined && binding === undefined) {
    throw new TwilioApiError(400, 50400, 'Participant identity or messaging binding must be given');
  }
  return { identity, binding, attributes: form.text('Attributes'), roleSid: form.text('RoleSid') };
}

/** A Participant as `CreateConversationWithParticipants` takes it: JSON in a form field. */
export function participantFromJson(json: string): NewParticipant {
  let given: { identity?: string; messaging_binding?: Record<string, string>; attributes?: string };
  try {
    given = JSON.parse(json) as typeof given;
  } catch {
    throw invalidParameter('Participant is not valid JSON');
  }
  return {
    identity: given.identity,
    binding: toBinding(given.messaging_binding ?? {}),
    attributes: given.attributes,
  };
}

function toBinding(given: Readonly<Record<string, string | undefined>>): MessagingBinding | undefined {
  const { address, proxy_address: proxy, projected_address: projected, level, name } = given;
  const any = address ?? projected;
  if (any === undefined) return undefined;
  return {
    type: typeOfAddress(any) ?? requireAddressType(any, address === undefined ? 'proxy address' : 'address'),
    ...(address === undefined ? {} : { address }),
    ...(proxy === undefined ? {} : { proxy_address: proxy }),
    ...(projected === undefined ? {} : { projected_address: projected }),
    ...(level === undefined ? {} : { level }),
    ...(name === undefined ? {} : { name }),
  };
}

function participantConversation({ entity }: StoredConversation, participant: ParticipantEntity): object {
  return {
    account_sid: entity.account_sid,
    chat_service_sid: entity.chat_service_sid,
    participant_sid: participant.sid,
    participant_user_sid: null,
    participant_identity: participant.identity,
    participant_messaging_binding: participant.messaging_binding,
    conversation_sid: entity.sid,
    conversation_unique_name: entity.unique_name,
    conversation_friendly_name: entity.friendly_name,
    conversation_attributes: entity.attributes,
    conversation_date_created: entity.date_created,
    conversation_date_updated: entity.date_updated,
    conversation_created_by: 'system',
    conversation_state: entity.state,
    conversation_timers: entity.timers,
    links: {
      participant: participant.url,
      conversation: entity.url,
    },
  };
}
