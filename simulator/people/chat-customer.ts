import type { StoredConversation } from '../conversations/conversation-store';
import type { MessageEntity } from '../conversations/entities';
import type { Origin } from '../conversations/origin';
import type { EmbeddedTwilio } from '../embedded-twilio';

/** A customer in a web page's chat, who has an identity and writes through the Conversations SDK. */
export class ChatCustomer {
  readonly #twilio: EmbeddedTwilio;
  readonly identity: string;
  readonly name: string | undefined;

  constructor(twilio: EmbeddedTwilio, identity: string, name?: string) {
    this.#twilio = twilio;
    this.identity = identity;
    this.name = name;
  }

  /** The Conversation that they are in, if one is still open. */
  get conversation(): StoredConversation | undefined {
    return [...this.#twilio.conversations.conversations.values()].findLast(
      ({ entity, participants }) =>
        entity.state !== 'closed' &&
        [...participants.values()].some(({ identity }) => identity === this.identity),
    );
  }

  /** Writes in their Conversation, which the first message begins. */
  write(body: string): MessageEntity {
    this.#twilio.note('The customer writes', { identity: this.identity, body });
    // Assumed: web-chat-by-sdk.
    const origin: Origin = { source: 'SDK', identity: this.identity };
    const conversation = this.conversation ?? this.#begin(origin);
    return this.#twilio.conversationActions.addMessage(conversation, { author: this.identity, body }, origin);
  }

  #begin(origin: Origin): StoredConversation {
    const { conversationActions } = this.#twilio;
    const attributes = JSON.stringify(this.name === undefined ? {} : { customerName: this.name });
    const conversation = conversationActions.create(
      { friendlyName: this.name ?? this.identity, attributes },
      origin,
    );
    conversationActions.addParticipant(conversation, { identity: this.identity }, origin);
    return conversation;
  }
}
