import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import { requireAddressType, typeOfAddress } from './addresses';
import type { ConversationActions, NewConversation, NewParticipant } from './conversation-actions';
import type { ConversationStore, StoredConversation } from './conversation-store';
import { parseDurationMs } from './durations';
import type {
  ConversationState,
  MessageEntity,
  MessagingBinding,
  ParticipantEntity,
  ScopedWebhookEntity,
} from './entities';
import type { Origin } from './origin';

/** Conversations, their Participants, Messages and webhooks, by REST; the same below a service as below the account. */
export function conversationOperations(
  world: World,
  store: ConversationStore,
  actions: ConversationActions,
): Operations {
  const serviceOf = (call: ApiCall): string | undefined => {
    const sid = call.path.ChatServiceSid;
    if (sid !== undefined && !store.services.has(sid)) throw notFound(new URL(call.url).pathname);
    return sid;
  };
  const conversationOf = (call: ApiCall, name = 'ConversationSid'): StoredConversation => {
    const found = store.find(pathParameter(call, name), serviceOf(call));
    if (!found) throw notFound(new URL(call.url).pathname);
    return found;
  };
  const participantOf = (
    call: ApiCall,
  ): { conversation: StoredConversation; participant: ParticipantEntity } => {
    const conversation = conversationOf(call);
    const key = pathParameter(call, 'Sid');
    const participant = [...conversation.participants.values()].find(
      ({ sid, identity }) => sid === key || identity === key,
    );
    if (!participant) throw notFound(new URL(call.url).pathname);
    return { conversation, participant };
  };
  const messageOf = (
    call: ApiCall,
    name = 'Sid',
  ): { conversation: StoredConversation; message: MessageEntity } => {
    const conversation = conversationOf(call);
    const message = conversation.messages.find(({ sid }) => sid === pathParameter(call, name));
    if (!message) throw notFound(new URL(call.url).pathname);
    return { conversation, message };
  };
  const webhookOf = (call: ApiCall): { conversation: StoredConversation; webhook: ScopedWebhookEntity } => {
    const conversation = conversationOf(call);
    const webhook = conversation.webhooks.get(pathParameter(call, 'Sid'));
    if (!webhook) throw notFound(new URL(call.url).pathname);
    return { conversation, webhook };
  };
  const now = (): string => isoSeconds(world.clock.now());

  return {
    CreateConversation: (call) => ({
      status: 201,
      body: actions.create(newConversation(call, serviceOf(call)), originOf(call)).entity,
    }),
    FetchConversation: (call) => ({ body: conversationOf(call, 'Sid').entity }),
    ListConversation: (call) => {
      const service = serviceOf(call) ?? store.defaultServiceSid;
      const state = call.query.text('State');
      const [from, to] = [call.query.text('StartDate'), call.query.text('EndDate')];
      const all = [...store.conversations.values()]
        .map(({ entity }) => entity)
        .filter((entity) => entity.chat_service_sid === service)
        .filter((entity) => state === undefined || entity.state === state)
        .filter((entity) => from === undefined || entity.date_created >= from)
        .filter((entity) => to === undefined || entity.date_created.slice(0, to.length) <= to);
      return toPage(call, 'conversations', all);
    },
    UpdateConversation: (call) => {
      const conversation = conversationOf(call, 'Sid');
      actions.update(conversation, newConversation(call, serviceOf(call)), originOf(call));
      return { body: conversation.entity };
    },
    DeleteConversation: (call) => {
      actions.remove(conversationOf(call, 'Sid'), originOf(call));
      return {};
    },

    CreateConversationParticipant: (call) => {
      const participant = actions.addParticipant(conversationOf(call), newParticipant(call), originOf(call));
      return { status: 201, body: participant };
    },
    FetchConversationParticipant: (call) => ({ body: participantOf(call).participant }),
    ListConversationParticipant: (call) =>
      toPage(call, 'participants', [...conversationOf(call).participants.values()]),
    UpdateConversationParticipant: (call) => {
      const { participant } = participantOf(call);
      const { form } = call;
      participant.attributes = form.text('Attributes') ?? participant.attributes;
      participant.role_sid = form.text('RoleSid') ?? participant.role_sid;
      participant.last_read_message_index =
        form.number('LastReadMessageIndex') ?? participant.last_read_message_index;
      participant.last_read_timestamp = form.text('LastReadTimestamp') ?? participant.last_read_timestamp;
      participant.date_updated = now();
      return { body: participant };
    },
    DeleteConversationParticipant: (call) => {
      const { conversation, participant } = participantOf(call);
      actions.removeParticipant(conversation, participant, originOf(call));
      return {};
    },

    CreateConversationMessage: (call) => {
      const { form } = call;
      if (!form.has('Body') && !form.has('MediaSid') && !form.has('ContentSid')) {
        throw new TwilioApiError(400, 50430, 'Message body, media or content must be specified');
      }
      const message = actions.addMessage(
        conversationOf(call),
        {
          author: form.text('Author'),
          body: form.text('Body'),
          attributes: form.text('Attributes'),
          contentSid: form.text('ContentSid'),
        },
        originOf(call),
      );
      return { status: 201, body: message };
    },
    FetchConversationMessage: (call) => ({ body: messageOf(call).message }),
    ListConversationMessage: (call) => {
      const { messages } = conversationOf(call);
      return toPage(
        call,
        'messages',
        call.query.text('Order') === 'desc' ? [...messages].reverse() : messages,
      );
    },
    UpdateConversationMessage: (call) => {
      const { message } = messageOf(call);
      const { form } = call;
      message.body = form.text('Body') ?? message.body;
      message.author = form.text('Author') ?? message.author;
      message.attributes = form.text('Attributes') ?? message.attributes;
      message.date_updated = now();
      return { body: message };
    },
    DeleteConversationMessage: (call) => {
      const { conversation, message } = messageOf(call);
      conversation.messages.splice(conversation.messages.indexOf(message), 1);
      return {};
    },
    ListConversationMessageReceipt: (call) => {
      messageOf(call, 'MessageSid');
      return toPage(call, 'delivery_receipts', []);
    },

    CreateConversationScopedWebhook: (call) => {
      const { form } = call;
      const target = form.requiredText('Target');
      if (target !== 'studio' && !form.has('Configuration.Url'))
        throw invalidParameter('Missing required parameter Configuration.Url in the post body');
      return {
        status: 201,
        body: actions.addWebhook(conversationOf(call), target, webhookConfiguration(call)),
      };
    },
    FetchConversationScopedWebhook: (call) => ({ body: webhookOf(call).webhook }),
    ListConversationScopedWebhook: (call) =>
      toPage(call, 'webhooks', [...conversationOf(call).webhooks.values()]),
    UpdateConversationScopedWebhook: (call) => {
      const { webhook } = webhookOf(call);
      webhook.configuration = { ...webhook.configuration, ...webhookConfiguration(call) };
      webhook.date_updated = now();
      return { body: webhook };
    },
    DeleteConversationScopedWebhook: (call) => {
      const { conversation, webhook } = webhookOf(call);
      conversation.webhooks.delete(webhook.sid);
      return {};
    },

    CreateConversationWithParticipants: (call) => {
      const given = (call.form.list('Participant') ?? []).map(participantFromJson);
      refuseTaken(store, given);
      actions.checkParticipants(undefined, given);
      const origin = originOf(call);
      const conversation = actions.create(newConversation(call, serviceOf(call)), origin);
      for (const participant of given) actions.addParticipant(conversation, participant, origin);
      return { status: 201, body: conversation.entity };
    },
    ListParticipantConversation: (call) => {
      const [address, identity] = [call.query.text('Address'), call.query.text('Identity')];
      if ((address === undefined) === (identity === undefined)) {
        throw invalidParameter('Exactly one of Identity and Address must be given');
      }
      const service = serviceOf(call);
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

function originOf(call: ApiCall): Origin {
  return { source: 'API', webhookEnabled: call.headers['x-twilio-webhook-enabled'] === 'true' };
}

function newConversation(call: ApiCall, serviceSid: string | undefined): NewConversation {
  const { form } = call;
  const duration = (name: string): number | undefined => {
    const text = form.text(name);
    return text === undefined || text === '' ? undefined : parseDurationMs(text, name);
  };
  const [inactiveMs, closedMs] = [duration('Timers.Inactive'), duration('Timers.Closed')];
  // https://www.twilio.com/docs/conversations/states-timers
  if (inactiveMs !== undefined && inactiveMs !== 0 && inactiveMs < 60_000)
    throw invalidParameter('Timers.Inactive must be at least PT1M');
  if (closedMs !== undefined && closedMs !== 0 && closedMs < 600_000)
    throw invalidParameter('Timers.Closed must be at least PT10M');
  const timers = {
    ...(inactiveMs === undefined ? {} : { inactiveMs }),
    ...(closedMs === undefined ? {} : { closedMs }),
  };
  return {
    ...(serviceSid === undefined ? {} : { serviceSid }),
    friendlyName: form.text('FriendlyName'),
    uniqueName: form.text('UniqueName'),
    attributes: form.text('Attributes'),
    state: form.text('State') as ConversationState | undefined,
    messagingServiceSid: form.text('MessagingServiceSid'),
    timers,
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
function participantFromJson(json: string): NewParticipant {
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

/** @see https://www.twilio.com/docs/api/errors/50425 (the whole request is refused, and nothing is made) */
function refuseTaken(store: ConversationStore, given: readonly NewParticipant[]): void {
  const pairs = new Set<string>();
  for (const { binding } of given) {
    if (binding?.address === undefined || binding.proxy_address === undefined) continue;
    const pair = `${binding.address} ${binding.proxy_address}`;
    if (pairs.has(pair)) throw invalidParameter('Two Participants have the same address and proxy address');
    pairs.add(pair);
    const other = store.findByBinding(binding.address, binding.proxy_address);
    if (other) {
      throw new TwilioApiError(
        409,
        50425,
        `A binding for this participant and proxy address already exists in Conversation ${other.entity.sid}`,
      );
    }
  }
}

function webhookConfiguration({ form }: ApiCall): ScopedWebhookEntity['configuration'] {
  const [url, method, flowSid] = [
    form.text('Configuration.Url'),
    form.text('Configuration.Method'),
    form.text('Configuration.FlowSid'),
  ];
  const [filters, triggers] = [form.list('Configuration.Filters'), form.list('Configuration.Triggers')];
  const replayAfter = form.number('Configuration.ReplayAfter');
  return {
    ...(url === undefined ? {} : { url }),
    ...(method === undefined ? {} : { method }),
    ...(filters === undefined ? {} : { filters }),
    ...(triggers === undefined ? {} : { triggers }),
    ...(flowSid === undefined ? {} : { flow_sid: flowSid }),
    ...(replayAfter === undefined ? {} : { replay_after: replayAfter }),
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
