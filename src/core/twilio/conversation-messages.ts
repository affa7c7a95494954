import type ConversationsV1 from 'twilio/lib/rest/conversations/V1';
import type { EpochMs } from '../clock';
import type { ConversationParticipantSid, ConversationServiceSid, ConversationSid } from '../sid';
import { isSid } from '../sid';
import { pathOfService } from './conversations';
import type { TwilioGateway } from './gateway';
import { parseTaskAttributes } from './interaction-task';
import { whenGone } from './when-gone';

/** A message that is to be written. */
export interface NewMessage {
  readonly author?: string;
  readonly body?: string;
  /** Of an email. */
  readonly subject?: string;
  readonly contentSid?: string;
  readonly contentVariables?: Readonly<Record<string, unknown>>;
  /** Which the customer never sees. */
  readonly attributes?: object;
}

interface EarlyMessage {
  readonly author: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface LastMessage {
  readonly author: string;
  /** The beginning of the second in which it was written: Twilio tells no milliseconds. */
  readonly writtenAtMs: EpochMs;
  /** Absent if its author is not a Participant, such as a bot. */
  readonly participantSid?: ConversationParticipantSid;
  readonly body: string;
}

/** More than anybody writes while a first message is on its way. */
const EARLY_MESSAGES = 20;

/**
 * The messages of Conversations.
 *
 * @see https://www.twilio.com/docs/conversations/api/conversation-message-resource
 */
export class ConversationMessages {
  readonly #gateway: TwilioGateway;
  readonly #serviceSid: ConversationServiceSid | undefined;

  constructor(gateway: TwilioGateway, serviceSid: ConversationServiceSid | undefined) {
    this.#gateway = gateway;
    this.#serviceSid = serviceSid;
  }

  /** The newest message of a Conversation. */
  async fetchLast(conversationSid: ConversationSid): Promise<LastMessage | undefined> {
    const version = await this.#version();
    const { MessageListInstance } = await import('twilio/lib/rest/conversations/v1/conversation/message.js');
    const [message] = await MessageListInstance(version, conversationSid)
      .page({ order: 'desc', pageSize: 1 })
      .then(({ instances }) => instances)
      .catch(whenGone([]));
    if (!message) return undefined;
    const participantSid: unknown = message.participantSid;
    return {
      author: message.author,
      body: message.body,
      writtenAtMs: Number(message.dateCreated),
      ...(isSid('MB', participantSid) ? { participantSid } : {}),
    };
  }

  /** The first messages of a Conversation, oldest first; those of one that was closed too. */
  async listEarly(conversationSid: ConversationSid): Promise<EarlyMessage[]> {
    const version = await this.#version();
    const { MessageListInstance } = await import('twilio/lib/rest/conversations/v1/conversation/message.js');
    const messages = await MessageListInstance(version, conversationSid)
      .page({ order: 'asc', pageSize: EARLY_MESSAGES })
      .then(({ instances }) => instances)
      .catch(whenGone([]));
    return messages.map(({ author, attributes }) => ({
      author,
      attributes: parseTaskAttributes(attributes),
    }));
  }

  /**
   * Writes to the customer.
   *
   * @param message a text, or the SID of a template with its variables
   */
  async add(conversationSid: ConversationSid, message: NewMessage): Promise<void> {
    const version = await this.#version();
    const { MessageListInstance } = await import('twilio/lib/rest/conversations/v1/conversation/message.js');
    const { contentVariables, attributes, ...content } = message;
    await MessageListInstance(version, conversationSid).create({
      ...content,
      contentVariables: contentVariables && JSON.stringify(contentVariables),
      attributes: attributes && JSON.stringify(attributes),
    });
  }

  #version(): Promise<ConversationsV1> {
    return this.#gateway.sdkVersion('conversations.twilio.com', {
      path: pathOfService(this.#serviceSid),
    });
  }
}
