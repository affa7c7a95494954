import type ConversationsV1 from 'twilio/lib/rest/conversations/V1';
import type { EpochMs } from '../clock';
import type { ConversationServiceSid, ConversationSid } from '../sid';
import { isSid } from '../sid';
import type { ConversationParticipant } from './conversation-participant';
import { toConversationParticipant } from './conversation-participant';
import type { CallPolicy, TwilioGateway } from './gateway';
import { nextToken } from './next-token';
import { TwilioRequestError } from './request-error';
import { whenGone } from './when-gone';
import { whenRejected } from './when-rejected';

export type ConversationState = 'initializing' | 'active' | 'inactive' | 'closed';

interface ConversationPage {
  readonly conversations: readonly {
    readonly conversationSid: ConversationSid;
    readonly createdAtMs: EpochMs;
  }[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

export interface NewConversation {
  readonly friendlyName?: string;
  readonly messagingServiceSid?: string | undefined;
  readonly attributes: object;
  /** In Twilio's own form. */
  readonly participants: readonly object[];
}

type CreatedConversation =
  { readonly conversationSid: ConversationSid } | { readonly openConversationSid: ConversationSid };

const PAGE_SIZE = 100;
/** More are refused: https://www.twilio.com/docs/conversations/api/participant-conversation-resource */
const PARTICIPANT_CONVERSATIONS = 50;
/** What one click may cost; few customers chat more often than that. */
const MAX_PAGES = 10;

/**
 * The Conversations of one service, or of the account's default service.
 *
 * @see https://www.twilio.com/docs/conversations/api/conversation-resource
 */
export class Conversations {
  readonly #gateway: TwilioGateway;
  readonly #serviceSid: ConversationServiceSid | undefined;

  constructor(gateway: TwilioGateway, serviceSid: ConversationServiceSid | undefined) {
    this.#gateway = gateway;
    this.#serviceSid = serviceSid;
  }

  /** Who is in a Conversation; nobody if it was deleted. */
  async listParticipants(conversationSid: ConversationSid): Promise<ConversationParticipant[]> {
    const version = await this.#version();
    const { ParticipantListInstance } =
      await import('twilio/lib/rest/conversations/v1/conversation/participant.js');
    return ParticipantListInstance(version, conversationSid)
      .page({ pageSize: PAGE_SIZE })
      .then((page) => page.instances.map(toConversationParticipant))
      .catch(whenGone([]));
  }

  /** The state of a Conversation; one that was deleted is as good as closed. */
  async fetchState(conversationSid: ConversationSid): Promise<ConversationState> {
    const version = await this.#version();
    const { ConversationContextImpl } = await import('twilio/lib/rest/conversations/v1/conversation.js');
    return new ConversationContextImpl(version, conversationSid)
      .fetch()
      .then(({ state }) => state)
      .catch(whenGone('closed' as const));
  }

  /**
   * One page of the Conversations in a state.
   *
   * @param options.sinceMs leaves out those that were created before
   * @param options.token where to go on, from the page before
   * @see https://www.twilio.com/docs/conversations/api/conversation-resource#read-multiple-conversation-resources
   */
  async listByState(
    state: 'active' | 'inactive',
    {
      size,
      sinceMs,
      token,
    }: {
      readonly size: number;
      readonly sinceMs?: EpochMs | undefined;
      readonly token?: string | undefined;
    },
  ): Promise<ConversationPage> {
    const version = await this.#version();
    const { ConversationListInstance } = await import('twilio/lib/rest/conversations/v1/conversation.js');
    const page = await ConversationListInstance(version).page({
      state,
      pageSize: size,
      startDate: sinceMs === undefined ? undefined : new Date(sinceMs).toISOString(),
      pageToken: token,
    });
    return {
      conversations: page.instances.map(({ sid, dateCreated }) => ({
        conversationSid: sid as ConversationSid,
        createdAtMs: Number(dateCreated),
      })),
      nextToken: nextToken(page),
    };
  }

  /**
   * Creates a Conversation with its Participants in one request, which claims their address pairs.
   *
   * @returns the SID, or that of the open Conversation in which one of the pairs is
   * @see https://www.twilio.com/docs/api/errors/50425
   */
  async createWithParticipants(conversation: NewConversation): Promise<CreatedConversation> {
    const version = await this.#version();
    const { ConversationWithParticipantsListInstance } =
      await import('twilio/lib/rest/conversations/v1/conversationWithParticipants.js');
    const { attributes, participants, ...names } = conversation;
    try {
      const { sid } = await ConversationWithParticipantsListInstance(version).create({
        ...names,
        attributes: JSON.stringify(attributes),
        participant: participants.map((participant) => JSON.stringify(participant)),
      });
      return { conversationSid: sid as ConversationSid };
    } catch (error) {
      const openSid = error instanceof TwilioRequestError ? findOpenConversation(error) : undefined;
      if (openSid === undefined) throw error;
      return { openConversationSid: openSid };
    }
  }

  /** Deletes a Conversation in which nothing has been written; one that is gone already is no error. */
  async remove(conversationSid: ConversationSid): Promise<void> {
    const version = await this.#version({ idempotent: true });
    const { ConversationContextImpl } = await import('twilio/lib/rest/conversations/v1/conversation.js');
    await new ConversationContextImpl(version, conversationSid).remove().catch(whenGone(undefined));
  }

  /** Closes a Conversation whose channel cannot be closed; nothing can be written in it any more. */
  async close(conversationSid: ConversationSid): Promise<void> {
    const version = await this.#version({ idempotent: true });
    const { ConversationContextImpl } = await import('twilio/lib/rest/conversations/v1/conversation.js');
    // It may be closed already, or gone.
    await new ConversationContextImpl(version, conversationSid)
      .update({ state: 'closed' })
      .catch(whenRejected(undefined));
  }

  /**
   * The open Conversations in which a chat identity is, of the 500 that Twilio lists first: closed ones are listed too.
   *
   * @see https://www.twilio.com/docs/conversations/api/participant-conversation-resource
   */
  async listOpenOf(identity: string): Promise<ConversationSid[]> {
    const version = await this.#version();
    const { ParticipantConversationListInstance } =
      await import('twilio/lib/rest/conversations/v1/participantConversation.js');
    const list = ParticipantConversationListInstance(version);
    const open: ConversationSid[] = [];
    let pageToken: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const page = await list.page({ identity, pageSize: PARTICIPANT_CONVERSATIONS, pageToken });
      for (const { conversationSid, conversationState } of page.instances)
        if (conversationState !== 'closed') open.push(conversationSid as ConversationSid);
      pageToken = nextToken(page);
      if (pageToken === undefined) break;
    }
    return open;
  }

  #version(policy: CallPolicy = {}): Promise<ConversationsV1> {
    return this.#gateway.sdkVersion('conversations.twilio.com', {
      ...policy,
      path: pathOfService(this.#serviceSid),
    });
  }
}

/** A service's resources have the same shapes below `/v1/Services/{ISxx}` as the default service's below `/v1`. */
export function pathOfService(serviceSid: ConversationServiceSid | undefined): string {
  return serviceSid ? `v1/Services/${serviceSid}` : 'v1';
}

/** Twilio names the Conversation only in the text of the error. */
const PAIR_IN_USE = [50416, 50425];

function findOpenConversation(error: TwilioRequestError): ConversationSid | undefined {
  if (!PAIR_IN_USE.some((code) => code === error.code)) return undefined;
  return isSid('CH', error.namedSid) ? error.namedSid : undefined;
}
