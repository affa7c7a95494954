import { TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import { isoMilliseconds, isoSeconds } from '../kernel/world';
import { hookEvents } from './conversation-events';
import type { ConversationStore, StoredConversation } from './conversation-store';
import { streamEvents } from './conversation-stream-events';
import { restartTimers } from './conversation-timers';
import type { ConversationWebhooks } from './conversation-webhooks';
import type { ConversationState, MessageEntity, ParticipantEntity, ScopedWebhookEntity } from './entities';
import { MessageCarrier } from './message-carrier';
import { newConversation, newMessage, newParticipant } from './new-entities';
import type {
  MessageChanges,
  NewConversation,
  NewMessage,
  NewParticipant,
  ParticipantChanges,
} from './new-resources';
import type { Origin } from './origin';
import { BY_TWILIO } from './origin';
import { ParticipantRules } from './participant-rules';
import { requireJsonObject } from './require-json-object';
import { ScopedWebhooks } from './scoped-webhooks';

/** Everything that can be done to a Conversation, with its rules and the events that tell of it. */
export class ConversationActions {
  readonly #world: World;
  readonly #store: ConversationStore;
  readonly #webhooks: ConversationWebhooks;
  readonly #scoped: ScopedWebhooks;
  readonly rules: ParticipantRules;
  readonly carrier: MessageCarrier;

  constructor(world: World, store: ConversationStore, webhooks: ConversationWebhooks) {
    this.#world = world;
    this.#store = store;
    this.#webhooks = webhooks;
    this.#scoped = new ScopedWebhooks(world, webhooks);
    this.rules = new ParticipantRules(store);
    this.carrier = new MessageCarrier(world, webhooks);
  }

  create(given: NewConversation, origin: Origin): StoredConversation {
    const serviceSid = given.serviceSid ?? this.#store.defaultServiceSid;
    const { uniqueName = null } = given;
    // https://www.twilio.com/docs/api/errors/50353
    if (uniqueName !== null && this.#store.isNameTaken(serviceSid, uniqueName)) {
      throw new TwilioApiError(409, 50353, 'Conversation with provided unique name already exists');
    }
    requireJsonObject(given.attributes);
    const conversation = newConversation(this.#world, this.#store, given);
    this.#store.add(conversation);
    this.#restartTimers(conversation);
    this.#webhooks.tell(
      conversation,
      hookEvents.conversationAdded(conversation, given.begunBy, this.#nowMs()),
      origin,
    );
    this.#world.publish(streamEvents.conversationAdded(conversation, given.begunBy));
    return conversation;
  }

  update(
    conversation: StoredConversation,
    changes: Pick<
      NewConversation,
      'friendlyName' | 'uniqueName' | 'attributes' | 'messagingServiceSid' | 'timers' | 'state'
    >,
    origin: Origin,
  ): void {
    const { entity } = conversation;
    this.#requireOpen(conversation);
    requireJsonObject(changes.attributes);
    if (changes.uniqueName !== undefined && changes.uniqueName !== entity.unique_name) {
      if (this.#store.isNameTaken(entity.chat_service_sid, changes.uniqueName)) {
        throw new TwilioApiError(409, 50353, 'Conversation with provided unique name already exists');
      }
      this.#store.rename(conversation, changes.uniqueName);
    }
    if (changes.friendlyName !== undefined) entity.friendly_name = changes.friendlyName;
    if (changes.attributes !== undefined) entity.attributes = changes.attributes;
    if (changes.messagingServiceSid !== undefined) entity.messaging_service_sid = changes.messagingServiceSid;
    if (changes.timers !== undefined) conversation.timers = { ...conversation.timers, ...changes.timers };
    entity.date_updated = this.#now();
    this.#webhooks.tell(conversation, hookEvents.conversationUpdated(conversation), origin);
    this.#world.publish(streamEvents.conversationUpdated(conversation));
    if (changes.state !== undefined && changes.state !== entity.state)
      this.setState(conversation, changes.state, 'API', origin);
    else this.#restartTimers(conversation);
  }

  /** @see https://www.twilio.com/docs/conversations/states-timers */
  setState(
    conversation: StoredConversation,
    to: ConversationState,
    reason: 'API' | 'TIMER' | 'EVENT',
    origin: Origin,
  ): void {
    const { entity } = conversation;
    const from = entity.state;
    if (from === to) return;
    this.#requireOpen(conversation);
    entity.state = to;
    entity.date_updated = this.#now();
    if (to === 'closed') this.#store.release(conversation);
    else this.#restartTimers(conversation);
    const change = { from, to, reason, at: isoMilliseconds(this.#nowMs()) };
    // A timer is nobody's REST call, so it is told: https://www.twilio.com/docs/conversations/states-timers
    const told: Origin = reason === 'API' ? origin : { source: 'API', webhookEnabled: true };
    this.#webhooks.tell(conversation, hookEvents.stateUpdated(conversation, change), told);
    this.#world.publish(streamEvents.stateUpdated(conversation, change));
  }

  remove(conversation: StoredConversation, origin: Origin): void {
    this.#webhooks.tell(conversation, hookEvents.conversationRemoved(conversation), origin);
    this.#world.publish(streamEvents.conversationRemoved(conversation));
    this.#store.remove(conversation);
  }

  addParticipant(conversation: StoredConversation, given: NewParticipant, origin: Origin): ParticipantEntity {
    this.#requireOpen(conversation);
    this.rules.check(conversation, [given]);
    const participant = newParticipant(this.#world, this.#store, conversation, given);
    conversation.participants.set(participant.sid, participant);
    this.#store.bind(conversation, participant);
    this.#restartTimers(conversation);
    this.#webhooks.tell(conversation, hookEvents.participantAdded(participant), origin);
    this.#world.publish(streamEvents.participantAdded(participant));
    return participant;
  }

  updateParticipant(
    conversation: StoredConversation,
    participant: ParticipantEntity,
    changes: ParticipantChanges,
    origin: Origin,
  ): void {
    requireJsonObject(changes.attributes);
    participant.attributes = changes.attributes ?? participant.attributes;
    participant.role_sid = changes.roleSid ?? participant.role_sid;
    participant.last_read_message_index = changes.lastReadMessageIndex ?? participant.last_read_message_index;
    participant.last_read_timestamp = changes.lastReadTimestamp ?? participant.last_read_timestamp;
    participant.date_updated = this.#now();
    const at = isoMilliseconds(this.#nowMs());
    this.#webhooks.tell(conversation, hookEvents.participantUpdated(participant, at), origin);
  }

  removeParticipant(conversation: StoredConversation, participant: ParticipantEntity, origin: Origin): void {
    conversation.participants.delete(participant.sid);
    this.#store.unbind(conversation, participant);
    this.#webhooks.tell(
      conversation,
      hookEvents.participantRemoved(participant, isoMilliseconds(this.#nowMs())),
      origin,
    );
    this.#world.publish(streamEvents.participantRemoved(participant));
  }

  addMessage(conversation: StoredConversation, given: NewMessage, origin: Origin): MessageEntity {
    this.#requireOpen(conversation);
    requireJsonObject(given.attributes);
    const message = newMessage(this.#world, conversation, given);
    conversation.messages.push(message);
    // A new message brings an inactive Conversation back: https://www.twilio.com/docs/conversations/states-timers
    if (conversation.entity.state === 'inactive') this.setState(conversation, 'active', 'EVENT', BY_TWILIO);
    else this.#restartTimers(conversation);
    this.#webhooks.tell(conversation, hookEvents.messageAdded(conversation, message, this.#nowMs()), origin);
    this.#world.publish(streamEvents.messageAdded(conversation, message));
    this.carrier.send(conversation, message);
    return message;
  }

  updateMessage(
    conversation: StoredConversation,
    message: MessageEntity,
    changes: MessageChanges,
    origin: Origin,
  ): void {
    this.#requireOpen(conversation);
    requireJsonObject(changes.attributes);
    message.body = changes.body ?? message.body;
    message.author = changes.author ?? message.author;
    message.attributes = changes.attributes ?? message.attributes;
    message.date_updated = this.#now();
    this.#webhooks.tell(
      conversation,
      hookEvents.messageUpdated(conversation, message, this.#nowMs()),
      origin,
    );
  }

  removeMessage(conversation: StoredConversation, message: MessageEntity, origin: Origin): void {
    conversation.messages.splice(conversation.messages.indexOf(message), 1);
    this.#webhooks.tell(
      conversation,
      hookEvents.messageRemoved(conversation, message, this.#nowMs()),
      origin,
    );
  }

  addWebhook(
    conversation: StoredConversation,
    target: string,
    configuration: ScopedWebhookEntity['configuration'],
  ): ScopedWebhookEntity {
    this.#requireOpen(conversation);
    return this.#scoped.add(conversation, target, configuration);
  }

  /** @see https://www.twilio.com/docs/api/errors/50377 */
  #requireOpen(conversation: StoredConversation): void {
    if (conversation.entity.state === 'closed') {
      throw new TwilioApiError(400, 50377, 'Conversation is in final closed state and cannot be updated');
    }
  }

  #restartTimers(conversation: StoredConversation): void {
    restartTimers(this.#world.clock, conversation, (to) => {
      this.setState(conversation, to, 'TIMER', BY_TWILIO);
    });
  }

  #nowMs(): number {
    return this.#world.clock.now();
  }

  #now(): string {
    return isoSeconds(this.#nowMs());
  }
}
