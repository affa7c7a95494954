import type { ConversationActions, NewParticipant } from '../conversations/conversation-actions';
import type { ConversationStore, StoredConversation } from '../conversations/conversation-store';
import type { ParticipantEntity } from '../conversations/entities';
import type { Origin } from '../conversations/origin';
import { BY_TWILIO } from '../conversations/origin';
import { notFound, TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import type { ReservationEntity } from '../taskrouter/entities';
import type { NewTask, TaskRouter } from '../taskrouter/task-router';
import { parseObject } from '../taskrouter/task-router';
import type { StoredTask, StoredWorkspace } from '../taskrouter/workspace';
import { openReservationOf } from '../taskrouter/workspace';
import type { WorkspaceEvents } from '../taskrouter/workspace-events';
import type {
  ChannelParticipantEntity,
  ChannelStatus,
  RoutingBody,
  StoredChannelParticipant,
  StoredInteraction,
  StoredInvite,
} from './entities';
import { flexTaskAttributes } from './flex-task-attributes';
import type { ChannelInput, RoutingInput } from './input-schemas';
import { checkRoutingBody, invalid } from './input-schemas';
import type { InteractionWebhooks } from './interaction-webhooks';

/** "Interaction channel is deleted after 180 days of inactivity regardless of state." */
const CHANNEL_LIFE_MS = 180 * 86_400_000;

/** The products that Flex builds on. */
export interface FlexFoundations {
  readonly store: ConversationStore;
  readonly conversations: ConversationActions;
  readonly workspaces: ReadonlyMap<string, StoredWorkspace>;
  readonly router: TaskRouter;
  readonly taskEvents: WorkspaceEvents;
}

/** Closing by Flex is told to Conversations webhooks. Assumed. */
const BY_FLEX: Origin = { source: 'API', webhookEnabled: true };

/** Interactions with their Channels, Invites and Participants. */
export class Interactions {
  readonly #world: World;
  readonly #on: FlexFoundations;
  readonly #webhooks: InteractionWebhooks;
  readonly interactions = new Map<string, StoredInteraction>();
  readonly #byConversation = new Map<string, StoredInteraction>();
  readonly #byChannel = new Map<string, StoredInteraction>();
  /** How long Twilio takes to set a channel up, after it has answered. */
  setUpMs = 120;

  constructor(world: World, on: FlexFoundations, webhooks: InteractionWebhooks) {
    this.#world = world;
    this.#on = on;
    this.#webhooks = webhooks;
    on.taskEvents.listen((workspace, type, { task, reservation }) => {
      if (type === 'reservation.accepted' && task && reservation)
        this.#onAccepted(workspace, task, reservation);
    });
  }

  create(
    channel: ChannelInput,
    routing: RoutingInput | undefined,
    options: { readonly contextSid?: string | undefined; readonly webhookTtid?: string | undefined },
  ): StoredInteraction {
    if (channel.sid !== undefined) return this.#rejoin(channel.sid, routing);
    if (!routing) throw invalid('Routing is required');
    const workspace = this.#workspace(routing);
    if (
      channel.initiated_by === 'agent' &&
      (routing.queue_sid === undefined || routing.worker_sid === undefined)
    ) {
      throw invalid('Routing.properties.queue_sid and worker_sid are required when initiated_by is agent');
    }
    // Whatever is wrong with it is refused before anything is made.
    this.#on.router.requireRoute(workspace, toNewTask(routing));
    const interaction = this.#newInteraction(channel, workspace, options);
    const { task } = this.#invite(interaction, workspace, routing);
    interaction.entity.routing = this.#toRouting(workspace, task);
    this.interactions.set(interaction.entity.sid, interaction);
    this.#byChannel.set(interaction.channel.sid, interaction);
    this.#webhooks.tell('onInteractionCreated', interaction);
    this.#world.clock.schedule(this.setUpMs, () => {
      this.#setUp(interaction, workspace, channel.participants ?? []);
    });
    return interaction;
  }

  /** Adds a task to an Interaction, for another agent, a queue or a workflow. */
  invite(interaction: StoredInteraction, routing: RoutingInput): StoredInvite {
    if (['closed', 'failed'].includes(interaction.channel.status)) {
      throw new TwilioApiError(400, 45008, `Channel is ${interaction.channel.status}`);
    }
    const invite = this.#invite(interaction, this.#workspace(routing), routing);
    this.#touch(interaction);
    return invite;
  }

  /** @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/channels-subresource */
  updateChannel(
    interaction: StoredInteraction,
    status: 'closed' | 'inactive',
    routingStatus: string | undefined,
  ): void {
    const { channel } = interaction;
    if (channel.status === 'closed' || channel.status === 'failed') {
      throw new TwilioApiError(400, 45359, `Failed to update Channel: it is ${channel.status}`);
    }
    if (status === 'inactive' && routingStatus === undefined)
      throw invalid('Routing is required when Status is inactive');
    for (const task of interaction.tasks)
      this.#endTask(interaction, task, routingStatus === 'closed' || status === 'inactive');
    for (const participant of interaction.participants) this.#leave(interaction, participant);
    this.#setChannelStatus(interaction, status);
    if (status === 'closed') this.#closeConversation(interaction);
  }

  addParticipant(
    interaction: StoredInteraction,
    type: string,
    media: Record<string, unknown>,
    routing: ChannelParticipantEntity['routing_properties'],
  ): StoredChannelParticipant {
    if (type === 'agent') throw invalid('Agents cannot be added as Participants; use Invites');
    const { conversation } = interaction;
    if (!conversation || conversation.entity.state === 'closed')
      throw new TwilioApiError(400, 45376, 'Conversation closed or not found');
    if (typeof media.address === 'string' || typeof media.identity === 'string') {
      this.#on.conversations.addParticipant(conversation, toConversationParticipant(media), BY_TWILIO);
    }
    return this.#join(interaction, type, routing);
  }

  /** @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interaction-channel-participants */
  updateParticipant(
    interaction: StoredInteraction,
    participant: StoredChannelParticipant,
    status: 'closed' | 'wrapup',
  ): void {
    const routing = participant.entity.routing_properties;
    if (participant.entity.type !== 'agent' || !routing) throw invalid('Participant must be an agent');
    if (participant.hasLeft)
      throw new TwilioApiError(400, 45363, 'Failed to remove Participant: it has left');
    const task = this.#workspaceOf(interaction).tasks.get(routing.task_sid);
    this.#leave(interaction, participant);
    if (task) this.#endTask(interaction, task, status === 'closed');
    this.#webhooks.tell('onParticipantUpdated', interaction, participant);
    this.#touch(interaction);
  }

  find(interactionSid: string, channelSid?: string): StoredInteraction {
    const interaction = this.interactions.get(interactionSid);
    if (!interaction || (channelSid !== undefined && interaction.channel.sid !== channelSid)) {
      throw notFound(
        `/v1/Interactions/${interactionSid}${channelSid === undefined ? '' : `/Channels/${channelSid}`}`,
      );
    }
    return interaction;
  }

  /** The Interaction whose channel is mapped to a Conversation. */
  ofConversation(conversationSid: string): StoredInteraction | undefined {
    return this.#byConversation.get(conversationSid);
  }

  /** The Conversation has no mapped channel any more, as after a failed set-up. */
  forget({ conversation }: StoredInteraction): void {
    if (conversation) this.#byConversation.delete(conversation.entity.sid);
  }

  /** An agent completes the task in Flex: they leave, and whoever leaves last closes everything. */
  completeByAgent(interaction: StoredInteraction, participant: StoredChannelParticipant): void {
    const others = interaction.participants.some(
      (other) => other !== participant && other.entity.type === 'agent' && !other.hasLeft,
    );
    const pending = [...interaction.tasks].some((task) =>
      ['pending', 'reserved'].includes(task.entity.assignment_status),
    );
    if (others || pending) this.updateParticipant(interaction, participant, 'closed');
    else this.updateChannel(interaction, 'closed', 'closed');
  }

  #newInteraction(
    channel: ChannelInput,
    workspace: StoredWorkspace,
    options: { readonly contextSid?: string | undefined; readonly webhookTtid?: string | undefined },
  ): StoredInteraction {
    const { sids } = this.#world;
    const sid = sids.next('KD');
    const channelSid = sids.next('UO');
    const url = `https://flex-api.twilio.com/v1/Interactions/${sid}`;
    const channelUrl = `${url}/Channels/${channelSid}`;
    const mediaChannelSid = channel.properties?.media_channel_sid;
    const conversation =
      mediaChannelSid === undefined ? this.#beginConversation(channel) : this.#on.store.find(mediaChannelSid);
    return {
      entity: {
        sid,
        channel: { type: channel.type, sid: channelSid },
        routing: null,
        interaction_context_sid: options.contextSid ?? null,
        webhook_ttid: options.webhookTtid ?? null,
        url,
        links: { channels: `${url}/Channels` },
      },
      channel: {
        sid: channelSid,
        type: channel.type,
        interaction_sid: sid,
        status: 'setup',
        error_code: null,
        error_message: null,
        url: channelUrl,
        links: {
          participants: `${channelUrl}/Participants`,
          invites: `${channelUrl}/Invites`,
          transfers: `${channelUrl}/Transfers`,
        },
      },
      initiatedBy: channel.initiated_by,
      workspaceSid: workspace.entity.sid,
      conversation,
      tasks: new Set(),
      invites: [],
      participants: [],
      cancelExpiry: nothing,
    };
  }

  /** An outbound Interaction without a Conversation gets one at once; its customer joins when the channel is set up. */
  #beginConversation(channel: ChannelInput): StoredConversation {
    const [first] = channel.participants ?? [];
    const name = first && ('address' in first ? first.address : first.identity);
    return this.#on.conversations.create({ friendlyName: name }, BY_TWILIO);
  }

  #setUp(
    interaction: StoredInteraction,
    workspace: StoredWorkspace,
    participants: NonNullable<ChannelInput['participants']>,
  ): void {
    const failure = this.#findFailure(interaction) ?? this.#addCustomers(interaction, participants);
    if (failure) {
      this.#fail(interaction, workspace, failure);
      return;
    }
    if (interaction.conversation) this.#byConversation.set(interaction.conversation.entity.sid, interaction);
    this.#setChannelStatus(interaction, 'active', false);
    this.#webhooks.tell('onChannelCreated', interaction);
    for (const participant of interaction.conversation?.participants.values() ?? []) {
      if (!this.#isWorker(workspace, participant)) this.#join(interaction, 'customer', null);
    }
    for (const task of interaction.tasks) {
      const reservation = openReservationOf(workspace, task.entity.sid);
      if (reservation?.reservation_status === 'accepted') this.#onAccepted(workspace, task, reservation);
    }
  }

  /** @see https://www.twilio.com/docs/api/errors/45353 and the pages beside it */
  #findFailure({
    conversation,
    initiatedBy,
    entity,
  }: StoredInteraction): [code: number, message: string] | undefined {
    if (!conversation) return [45356, 'Failed to create a Channel: the Conversation could not be retrieved'];
    if (conversation.entity.state === 'closed')
      return [45354, 'Cannot create a Channel for a closed Conversation'];
    const mapped = this.#byConversation.get(conversation.entity.sid);
    if (mapped && mapped.entity.sid !== entity.sid && !['closed', 'failed'].includes(mapped.channel.status)) {
      return [
        45353,
        'A duplicate create Channel request was dropped. The Conversation sid already has a mapped Channel sid.',
      ];
    }
    if (initiatedBy === 'customer' && conversation.participants.size === 0) {
      return [45355, 'Failed to create a channel. No Participants found in the associated Conversation'];
    }
    return undefined;
  }

  #addCustomers(
    { conversation }: StoredInteraction,
    participants: NonNullable<ChannelInput['participants']>,
  ): [code: number, message: string] | undefined {
    try {
      for (const participant of participants) {
        if (conversation)
          this.#on.conversations.addParticipant(
            conversation,
            toConversationParticipant(participant),
            BY_TWILIO,
          );
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof TwilioApiError)) throw error;
      if (conversation) this.#on.conversations.setState(conversation, 'closed', 'API', BY_TWILIO);
      return [45352, `Failed to create an outbound Channel: ${error.message}`];
    }
  }

  #fail(interaction: StoredInteraction, workspace: StoredWorkspace, [code, message]: [number, string]): void {
    const { channel } = interaction;
    channel.status = 'failed';
    channel.error_code = code;
    channel.error_message = message;
    this.#world.timeline.add({
      atMs: this.#world.clock.now(),
      kind: 'twilio',
      title: `Channel failed: ${code}`,
      outcome: String(code),
      detail: { interactionSid: interaction.entity.sid, message },
    });
    this.#webhooks.tell('onChannelCreateFailed', interaction);
    for (const task of interaction.tasks) this.#endTask(interaction, task, true, workspace, message);
  }

  #onAccepted(workspace: StoredWorkspace, task: StoredTask, reservation: ReservationEntity): void {
    const channelSid = parseObject(task.entity.attributes).flexInteractionChannelSid;
    const interaction = typeof channelSid === 'string' ? this.#byChannel.get(channelSid) : undefined;
    // Until the channel is set up there is nothing to join.
    if (!interaction || ['setup', 'failed', 'closed'].includes(interaction.channel.status)) return;
    const { worker_sid: workerSid } = reservation;
    const worker = workspace.workers.get(workerSid);
    const { conversation } = interaction;
    if (!worker || !conversation || conversation.entity.state === 'closed') return;
    const identity = identityOf(worker.entity.attributes, worker.entity.friendly_name);
    const isIn = [...conversation.participants.values()].some(
      (participant) => participant.identity === identity,
    );
    if (!isIn) this.#on.conversations.addParticipant(conversation, { identity }, BY_TWILIO);
    this.#join(interaction, 'agent', {
      task_sid: task.entity.sid,
      worker_sid: workerSid,
      reservation_sid: reservation.sid,
    });
    if (interaction.channel.status !== 'active') this.#setChannelStatus(interaction, 'active');
    this.#touch(interaction);
  }

  #join(
    interaction: StoredInteraction,
    type: string,
    routing: ChannelParticipantEntity['routing_properties'],
  ): StoredChannelParticipant {
    const sid = this.#world.sids.next('UT');
    const participant: StoredChannelParticipant = {
      entity: {
        sid,
        type,
        interaction_sid: interaction.entity.sid,
        channel_sid: interaction.channel.sid,
        url: `${interaction.channel.url}/Participants/${sid}`,
        routing_properties: routing,
      },
      hasLeft: false,
    };
    interaction.participants.push(participant);
    this.#webhooks.tell('onParticipantJoined', interaction, participant);
    return participant;
  }

  #leave(interaction: StoredInteraction, participant: StoredChannelParticipant): void {
    if (participant.hasLeft || participant.entity.type !== 'agent') return;
    participant.hasLeft = true;
    const { conversation } = interaction;
    const worker = this.#workspaceOf(interaction).workers.get(
      participant.entity.routing_properties?.worker_sid ?? '',
    );
    if (conversation && worker && conversation.entity.state !== 'closed') {
      const identity = identityOf(worker.entity.attributes, worker.entity.friendly_name);
      const inConversation = [...conversation.participants.values()].find((one) => one.identity === identity);
      if (inConversation) this.#on.conversations.removeParticipant(conversation, inConversation, BY_TWILIO);
    }
    this.#webhooks.tell('onParticipantLeft', interaction, participant);
  }

  /** Assigned tasks wrap up or complete; those that nobody has are canceled. */
  #endTask(
    interaction: StoredInteraction,
    task: StoredTask,
    complete: boolean,
    workspace = this.#workspaceOf(interaction),
    reason: string | null = null,
  ): void {
    const { router } = this.#on;
    const { assignment_status: status } = task.entity;
    if (!workspace.tasks.has(task.entity.sid)) return;
    if (status === 'pending' || status === 'reserved') router.cancelTask(workspace, task, reason);
    else if ((status === 'assigned' || status === 'wrapping') && complete)
      router.complete(workspace, task, reason);
    else if (status === 'assigned') router.wrapUp(workspace, task, reason);
  }

  #closeConversation({ conversation }: StoredInteraction): void {
    if (!conversation) return;
    this.#byConversation.delete(conversation.entity.sid);
    if (conversation.entity.state !== 'closed')
      this.#on.conversations.setState(conversation, 'closed', 'API', BY_FLEX);
  }

  #setChannelStatus(interaction: StoredInteraction, status: ChannelStatus, tell = true): void {
    interaction.channel.status = status;
    if (tell) this.#webhooks.tell('onChannelStatusUpdated', interaction);
    this.#touch(interaction);
  }

  /** "Only changes to the interaction channel reset the clock." */
  #touch(interaction: StoredInteraction): void {
    interaction.cancelExpiry();
    interaction.cancelExpiry = this.#world.clock.schedule(CHANNEL_LIFE_MS, () => {
      this.interactions.delete(interaction.entity.sid);
      this.#byChannel.delete(interaction.channel.sid);
      const { conversation } = interaction;
      if (conversation && this.#byConversation.get(conversation.entity.sid) === interaction) {
        this.#byConversation.delete(conversation.entity.sid);
      }
    });
  }

  #invite(interaction: StoredInteraction, workspace: StoredWorkspace, routing: RoutingInput): StoredInvite {
    const sid = this.#world.sids.next('KG');
    const task = this.#on.router.createTask(workspace, {
      ...toNewTask(routing),
      attributes: flexTaskAttributes(routing.attributes ?? {}, {
        interactionSid: interaction.entity.sid,
        channelSid: interaction.channel.sid,
        inviteSid: sid,
        conversationSid: interaction.conversation?.entity.sid,
        channelType: interaction.channel.type,
        initiatedBy: interaction.initiatedBy,
      }),
    });
    interaction.tasks.add(task);
    const invite: StoredInvite = {
      entity: {
        sid,
        interaction_sid: interaction.entity.sid,
        channel_sid: interaction.channel.sid,
        routing: this.#toRouting(workspace, task),
        url: `${interaction.channel.url}/Invites/${sid}`,
      },
      task,
    };
    interaction.invites.push(invite);
    return invite;
  }

  /** `Channel.sid`: "The SID of the Interaction Channel if already generated." */
  #rejoin(channelSid: string, routing: RoutingInput | undefined): StoredInteraction {
    const interaction = this.#byChannel.get(channelSid);
    if (!interaction) throw new TwilioApiError(404, 45006, `Channel ${channelSid} was not found`);
    if (routing) this.invite(interaction, routing);
    return interaction;
  }

  #toRouting(workspace: StoredWorkspace, { entity, createdAtMs, assignments }: StoredTask): RoutingBody {
    const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
    const body = {
      reservation: null,
      properties: {
        sid: entity.sid,
        account_sid: entity.account_sid,
        workspace_sid: workspace.entity.sid,
        workflow_sid: entity.workflow_sid,
        workflow_name: entity.workflow_friendly_name,
        queue_sid: entity.task_queue_sid,
        queue_name: entity.task_queue_friendly_name,
        routing_target: entity.routing_target,
        task_channel_sid: entity.task_channel_sid,
        task_channel_unique_name: entity.task_channel_unique_name,
        assignment_status: entity.assignment_status,
        assignmentCounter: assignments,
        priority: entity.priority,
        reason: entity.reason,
        timeout: entity.timeout,
        age: 0,
        age_in_queue: 0,
        date_created: Math.floor(createdAtMs / 1000),
        date_updated: seconds(entity.date_updated),
        task_queue_entered_date:
          entity.task_queue_entered_date === null ? null : seconds(entity.task_queue_entered_date),
        addons: entity.addons,
        attributes: entity.attributes,
      },
    };
    checkRoutingBody(body);
    return body;
  }

  #workspace(routing: RoutingInput): StoredWorkspace {
    const workspace = this.#on.workspaces.get(routing.workspace_sid);
    if (!workspace) throw invalid(`Workspace ${routing.workspace_sid} does not exist`);
    return workspace;
  }

  #workspaceOf({ workspaceSid }: StoredInteraction): StoredWorkspace {
    const workspace = this.#on.workspaces.get(workspaceSid);
    if (!workspace) throw new TwilioApiError(404, 45006, 'The workspace of this Interaction is gone');
    return workspace;
  }

  #isWorker(workspace: StoredWorkspace, { identity }: ParticipantEntity): boolean {
    if (identity === null) return false;
    return [...workspace.workers.values()].some(
      ({ entity }) => identityOf(entity.attributes, entity.friendly_name) === identity,
    );
  }
}

/** The chat identity of a worker: `contact_uri` without `client:`. */
export function identityOf(attributes: string, friendlyName: string): string {
  const uri = parseObject(attributes).contact_uri;
  return typeof uri === 'string' ? uri.replace(/^client:/, '') : friendlyName;
}

function toNewTask(routing: RoutingInput): Omit<NewTask, 'attributes'> {
  return {
    workflowSid: routing.workflow_sid,
    queueSid: routing.queue_sid,
    workerSid: routing.worker_sid,
    taskChannel: routing.task_channel_sid ?? routing.task_channel_unique_name,
    priority: routing.priority,
    timeoutSeconds: routing.timeout,
  };
}

function toConversationParticipant(given: Readonly<Record<string, unknown>>): NewParticipant {
  if (typeof given.identity === 'string') return { identity: given.identity };
  const address = String(given.address);
  const text = (name: string): object => (typeof given[name] === 'string' ? { [name]: given[name] } : {});
  const type = address.includes('@') ? 'email' : (/^([a-z]+):/.exec(address)?.[1] ?? 'sms');
  return { binding: { type, address, ...text('proxy_address'), ...text('level'), ...text('name') } };
}

function nothing(): void {
  // Nothing to cancel.
}
