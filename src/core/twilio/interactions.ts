import type FlexV1 from 'twilio/lib/rest/flexApi/V1';
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
import { ROUTED_BY } from './conversation-tasks';
import type { TwilioGateway } from './gateway';
import { flexAttributesOf, parseTaskAttributes } from './interaction-task';
import { property } from './property';
import { TwilioRequestError } from './request-error';

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
export interface InteractionOptions {
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

export type ChannelStatus = 'setup' | 'active' | 'failed' | 'closed' | 'inactive' | 'pause' | 'transfer';

/** What has become of a channel; `missing` if Twilio forgot it, as it does after 180 days. */
export interface ChannelFate {
  readonly status: ChannelStatus | 'missing';
  /** Why it could not be set up, e.g. 45355: https://www.twilio.com/docs/api/errors/45355 */
  readonly errorCode?: number;
  /** E.g. `sms`. */
  readonly channelType?: string;
}

const PAGE_SIZE = 100;

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

  /** Adds a task to an Interaction: for a workflow to route, or for one queue or worker. */
  async invite(channel: ChannelHandle, routing: Routing): Promise<InviteSids> {
    const { InteractionChannelInviteListInstance } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel/interactionChannelInvite.js');
    const invites = InteractionChannelInviteListInstance(
      await this.#version(),
      channel.interactionSid,
      channel.channelSid,
    );
    return toInviteSids(await invites.create({ routing: toRouting(routing) }));
  }

  /** Whether a channel is really set up, and what has become of it since. */
  async fetchChannelFate(channel: ChannelHandle): Promise<ChannelFate> {
    const context = await this.#channel(channel);
    try {
      const { status, errorCode, type: channelType } = await context.fetch();
      // The SDK's types lack `pause` and `transfer`, and that there may be no error.
      const code = errorCode as number | null;
      return { status, channelType, ...(code === null ? {} : { errorCode: code }) };
    } catch (error) {
      if (error instanceof TwilioRequestError && error.status === 404) return { status: 'missing' };
      throw error;
    }
  }

  /**
   * Closes a channel with its tasks, and the Conversation with it.
   *
   * @returns `false` if Twilio refuses: it never was set up, is closed already, or is forgotten
   * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/channels-subresource
   */
  async closeChannel(channel: ChannelHandle): Promise<boolean> {
    const context = await this.#channel(channel, { idempotent: true });
    try {
      await context.update({ status: 'closed', routing: { status: 'closed' } });
      return true;
    } catch (error) {
      if (error instanceof TwilioRequestError && error.kind === 'rejected') return false;
      throw error;
    }
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
    const { InteractionContextImpl } = await import('twilio/lib/rest/flexApi/v1/interaction.js');
    try {
      const found = await new InteractionContextImpl(await this.#version(), interactionSid).fetch();
      if (property(found.channel, 'sid') !== channelSid) return 'missing';
      return taskOf(found.routing).conversationSid;
    } catch (error) {
      if (error instanceof TwilioRequestError && error.status === 404) return 'missing';
      throw error;
    }
  }

  /** The Invite that was made for a request, by the key that its task was given; also when that task is gone. */
  async findInvite(channel: ChannelHandle, requestKey: string): Promise<InviteSids | undefined> {
    const { InteractionChannelInviteListInstance } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel/interactionChannelInvite.js');
    const { interactionSid, channelSid } = channel;
    const page = await InteractionChannelInviteListInstance(
      await this.#version(),
      interactionSid,
      channelSid,
    ).page({ pageSize: PAGE_SIZE });
    const found = page.instances.find(({ routing }) => taskOf(routing).requestKey === requestKey);
    return found && toInviteSids(found);
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
      ...(routing ? { routing: toRouting(routing) } : {}),
    });
    return toInteractionSids(created);
  }

  async #channel({ interactionSid, channelSid }: ChannelHandle, policy: { idempotent?: boolean } = {}) {
    const { InteractionChannelContextImpl } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel.js');
    return new InteractionChannelContextImpl(await this.#version(policy), interactionSid, channelSid);
  }

  #version(policy: { idempotent?: boolean } = {}): Promise<FlexV1> {
    return this.#gateway.sdkVersion<FlexV1>('flex-api.twilio.com', policy);
  }
}

function toRouting(routing: Routing): { properties: Record<string, unknown> } {
  const properties = {
    workspace_sid: routing.workspaceSid,
    workflow_sid: routing.workflowSid,
    queue_sid: routing.queueSid,
    worker_sid: routing.workerSid,
    task_channel_unique_name: routing.taskChannel,
    attributes: { ...routing.attributes, ...ROUTED_BY },
    priority: routing.priority,
    timeout: routing.timeoutSeconds,
  };
  return { properties };
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
    ...(taskSid === undefined ? {} : { taskSid }),
    ...(conversationSid === undefined ? {} : { conversationSid }),
  };
}

function toInviteSids(invite: { sid: unknown; routing: unknown }): InviteSids {
  const { taskSid } = taskOf(invite.routing);
  if (!isSid('KG', invite.sid)) throw unreadableAnswer('InteractionChannelInvite');
  return { inviteSid: invite.sid, ...(taskSid === undefined ? {} : { taskSid }) };
}

/** What a routing tells of its task. */
function taskOf(routing: unknown): {
  readonly taskSid?: TaskSid;
  readonly conversationSid?: ConversationSid;
  readonly requestKey?: unknown;
} {
  const task = property(routing, 'properties');
  const taskSid = property(task, 'sid');
  const json = property(task, 'attributes');
  const attributes = parseTaskAttributes(typeof json === 'string' ? json : '');
  const { conversationSid } = flexAttributesOf(attributes);
  return {
    requestKey: attributes.requestKey,
    ...(isSid('WT', taskSid) ? { taskSid } : {}),
    ...(conversationSid === undefined ? {} : { conversationSid }),
  };
}

/** It was done, but nobody knows what: as good as an answer that got lost. */
function unreadableAnswer(operation: string): TwilioRequestError {
  return new TwilioRequestError({ kind: 'unavailable', operation });
}
