import type { ApiCall, Operations } from '../kernel/api-call';
import { invalidParameter, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import type { ConversationActions } from './conversation-actions';
import type { ConversationStore, StoredConversation } from './conversation-store';
import { parseDurationMs } from './durations';
import type { ConversationState } from './entities';
import { conversationOf, originOf, serviceOf } from './find-conversation';
import { messageOperations } from './message-operations';
import type { NewConversation, NewParticipant } from './new-resources';
import type { Origin } from './origin';
import { participantFromJson, participantOperations } from './participant-operations';
import { scopedWebhookOperations } from './scoped-webhook-operations';

/** Conversations with everything in them, by REST; the same below a service as below the account. */
export function conversationOperations(
  world: World,
  store: ConversationStore,
  actions: ConversationActions,
): Operations {
  return {
    ...participantOperations(store, actions),
    ...messageOperations(store, actions),
    ...scopedWebhookOperations(world, store, actions),

    CreateConversation: (call) => ({
      status: 201,
      body: actions.create(newConversation(call, serviceOf(call, store)), originOf(call)).entity,
    }),
    FetchConversation: (call) => ({ body: conversationOf(call, store, 'Sid').entity }),
    ListConversation: (call) => {
      const service = serviceOf(call, store) ?? store.defaultServiceSid;
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
      const conversation = conversationOf(call, store, 'Sid');
      actions.update(conversation, newConversation(call, serviceOf(call, store)), originOf(call));
      return { body: conversation.entity };
    },
    DeleteConversation: (call) => {
      actions.remove(conversationOf(call, store, 'Sid'), originOf(call));
      return {};
    },

    CreateConversationWithParticipants: async (call) => {
      const given = (call.form.list('Participant') ?? []).map(participantFromJson);
      refuseTaken(store, given);
      actions.rules.check(undefined, given);
      const origin = originOf(call);
      const conversation = actions.create(newConversation(call, serviceOf(call, store)), origin);
      // Between the check and the creation a simultaneous request may take a pair.
      if (store.losesRaces) await Promise.resolve();
      addAll(actions, conversation, given, origin);
      return { status: 201, body: conversation.entity };
    },
  };
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

/**
 * "The failed conversation is moved to closed state and all the resources occupied by this conversation are released."
 *
 * The status is assumed: conflict-statuses.
 *
 * @see https://www.twilio.com/docs/api/errors/50427
 */
function addAll(
  actions: ConversationActions,
  conversation: StoredConversation,
  given: readonly NewParticipant[],
  origin: Origin,
): void {
  try {
    for (const participant of given) actions.addParticipant(conversation, participant, origin);
  } catch (error) {
    if (!(error instanceof TwilioApiError)) throw error;
    actions.setState(conversation, 'closed', 'API', origin);
    throw new TwilioApiError(409, 50427, 'Errors occurred during multiple participants creation');
  }
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
