import type FlexV1 from 'twilio/lib/rest/flexApi/V1';
import type { InteractionInstance } from 'twilio/lib/rest/flexApi/v1/interaction';
import type {
  ConversationSid,
  InteractionChannelSid,
  InteractionSid,
  InviteSid,
  TaskQueueSid,
  TaskSid,
  WorkerSid,
  WorkflowSid,
  WorkspaceSid,
} from '../sid';
import { isSid } from '../sid';
import type { TwilioGateway } from './gateway';
import { property } from './property';
import { taskOf, toRouting, unreadableAnswer } from './task-routing';
import { whenGone } from './when-gone';

/** The SIDs that a new Interaction is known by. */
export interface InteractionSids {
  readonly interactionSid: InteractionSid;
  readonly channelSid: InteractionChannelSid;
  /** Absent if Twilio's answer did not tell, as in some of its documented samples. */
  readonly taskSid?: TaskSid;
}

/** The Conversation that Flex made for a new Interaction, where its answer tells. */
export interface WithConversation {
  readonly conversationSid?: ConversationSid;
}

/** What an Interaction may be bound to besides. */
interface InteractionOptions {
  readonly interactionContextSid?: string;
  /** An Interaction webhook of its own. */
  readonly webhookTtid?: string;
}

/** The one Channel of an Interaction. */
export interface ChannelHandle {
  readonly interactionSid: InteractionSid;
  readonly channelSid: InteractionChannelSid;
}

export interface InviteSids {
  readonly inviteSid: InviteSid;
  readonly taskSid?: TaskSid;
}

/** Where the task of an Interaction or an Invite goes. */
export interface Routing {
  readonly workspaceSid: WorkspaceSid;
  readonly workflowSid?: WorkflowSid | undefined;
  readonly queueSid?: TaskQueueSid | undefined;
  readonly workerSid?: WorkerSid | undefined;
  readonly taskChannel: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly priority?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/**
 * The Interactions of Flex, each with its one Channel.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api
 */
export class Interactions {
  readonly #gateway: TwilioGateway;

  constructor(gateway: TwilioGateway) {
    this.#gateway = gateway;
  }

  /**
   * Creates the Interaction of a Conversation that a customer began.
   *
   * Twilio sets its channel up afterwards: a success says that the request was accepted, no more.
   *
   * @param channelType e.g. `sms`, `whatsapp`
   */
  async createForCustomer(
    conversationSid: ConversationSid,
    channelType: string,
    routing: Routing,
  ): Promise<InteractionSids> {
    return this.#create(
      {
        type: channelType,
        initiated_by: 'customer',
        properties: { media_channel_sid: conversationSid },
      },
      routing,
    );
  }

  /**
   * Creates an Interaction that an agent begins, in a Conversation that exists or a new one.
   *
   * @param channel in Twilio's own form, without `initiated_by`
   */
  async createForAgent(channel: object, routing: Routing): Promise<InteractionSids & WithConversation> {
    return this.#create({ ...channel, initiated_by: 'agent' }, routing);
  }

  /**
   * Creates an Interaction that a server begins.
   *
   * @param channel in Twilio's own form, without `initiated_by`
   * @param routing may be absent if the channel exists already
   */
  async createForApi(
    channel: object,
    routing: Routing | undefined,
    options: InteractionOptions,
  ): Promise<InteractionSids & WithConversation> {
    return this.#create({ ...channel, initiated_by: 'api' }, routing, options);
  }

  /**
   * The Conversation of an Interaction whose tasks are gone, as far as its routing tells.
   *
   * @returns `missing` if there is no such Interaction
   */
  async findConversation(
    interactionSid: InteractionSid,
    channelSid: InteractionChannelSid,
  ): Promise<ConversationSid | 'missing' | undefined> {
    const found = await this.#fetch(interactionSid);
    if (!found || property(found.channel, 'sid') !== channelSid) return 'missing';
    return taskOf(found.routing).conversationSid;
  }

  /** The Channel of an Interaction; `undefined` if there is no such Interaction. */
  async findChannel(interactionSid: InteractionSid): Promise<ChannelHandle | undefined> {
    const found = await this.#fetch(interactionSid);
    const channelSid = found && property(found.channel, 'sid');
    return isSid('UO', channelSid) ? { interactionSid, channelSid } : undefined;
  }

  async #fetch(interactionSid: InteractionSid): Promise<InteractionInstance | undefined> {
    const { InteractionContextImpl } = await import('twilio/lib/rest/flexApi/v1/interaction.js');
    return new InteractionContextImpl(await this.#version(), interactionSid)
      .fetch()
      .catch(whenGone(undefined));
  }

  async #create(
    channel: object,
    routing: Routing | undefined,
    options: InteractionOptions = {},
  ): Promise<InteractionSids & WithConversation> {
    const { InteractionListInstance } = await import('twilio/lib/rest/flexApi/v1/interaction.js');
    const created = await InteractionListInstance(await this.#version()).create({
      ...options,
      channel,
      routing: routing && toRouting(routing),
    });
    return toInteractionSids(created);
  }

  #version(): Promise<FlexV1> {
    return this.#gateway.sdkVersion('flex-api.twilio.com');
  }
}

/** Reads the SIDs from an answer whose `channel` and `routing` no specification types. */
function toInteractionSids(created: {
  sid: unknown;
  channel: unknown;
  routing: unknown;
}): InteractionSids & WithConversation {
  const channelSid = property(created.channel, 'sid');
  const { taskSid, conversationSid } = taskOf(created.routing);
  if (!isSid('KD', created.sid) || !isSid('UO', channelSid)) throw unreadableAnswer('CreateInteraction');
  return {
    interactionSid: created.sid,
    channelSid,
    taskSid,
    conversationSid,
  };
}
