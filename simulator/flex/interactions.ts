import type { StoredConversation } from '../conversations/conversation-store';
import type { Origin } from '../conversations/origin';
import { BY_TWILIO } from '../conversations/origin';
import { TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import type { ReservationEntity } from '../taskrouter/entities';
import { requireRoute } from '../taskrouter/task-route';
import type { StoredTask, StoredWorkspace } from '../taskrouter/workspace';
import { ChannelParticipants } from './channel-participants';
import { ChannelSetUp } from './channel-set-up';
import type { ChannelStatus, StoredChannelParticipant, StoredInteraction } from './entities';
import type { FlexFoundations, FlexWorld } from './flex-world';
import type { ChannelInput, RoutingInput } from './input-schemas';
import { invalid } from './input-schemas';
import { InteractionStore } from './interaction-store';
import { endTask } from './interaction-tasks';
import type { InteractionWebhooks } from './interaction-webhooks';
import { Invites, toNewTask } from './invites';
import { LeaveAndPause } from './leave-and-pause';
import { newInteraction } from './new-interaction';
import { toRoutingBody } from './routing-body';

/** Closing by Flex is told to Conversations webhooks. Assumed: closing-is-told. */
const BY_FLEX: Origin = { source: 'API', webhookEnabled: true };

/** Interactions with their Channels, Invites and Participants. */
export class Interactions {
  readonly #flex: FlexWorld;
  readonly #setUp: ChannelSetUp;
  readonly store: InteractionStore;
  readonly participants: ChannelParticipants;
  readonly invites: Invites;
  readonly leaveAndPause: LeaveAndPause;
  /** How long Twilio takes to set a channel up, after it has answered. Assumed: set-up-time. */
  setUpMs = 120;

  constructor(world: World, on: FlexFoundations, webhooks: InteractionWebhooks) {
    this.store = new InteractionStore(world, on.workspaces);
    this.#flex = { ...on, world, webhooks, interactions: this.store };
    this.participants = new ChannelParticipants(this.#flex);
    this.invites = new Invites(this.#flex);
    this.#setUp = new ChannelSetUp(this.#flex, this.participants);
    this.leaveAndPause = new LeaveAndPause(this.#flex, {
      participants: this.participants,
      invites: this.invites,
      setStatus: (interaction, status) => {
        this.#setStatus(interaction, status);
      },
    });
    // A task that is still being wrapped up then goes with its channel. Assumed: expired-tasks.
    this.store.onExpired = (interaction) => {
      const workspace = on.workspaces.get(interaction.workspaceSid);
      if (!workspace) return;
      for (const task of interaction.tasks) endTask(on.router, workspace, task, { complete: true });
    };
    on.taskEvents.listen((workspace, type, { task, reservation }) => {
      if (type === 'reservation.accepted' && task && reservation)
        this.#onAccepted(workspace, task, reservation);
    });
  }

  /** All of them, by SID. */
  get interactions(): ReadonlyMap<string, StoredInteraction> {
    return this.store.bySid;
  }

  create(
    channel: ChannelInput,
    routing: RoutingInput | undefined,
    options: { readonly contextSid?: string | undefined; readonly webhookTtid?: string | undefined },
  ): StoredInteraction {
    if (channel.sid !== undefined) return this.#rejoin(channel.sid, routing);
    if (!routing) throw invalid('Routing is required');
    const workspace = this.store.requireWorkspace(routing.workspace_sid);
    if (
      channel.initiated_by === 'agent' &&
      (routing.queue_sid === undefined || routing.worker_sid === undefined)
    ) {
      throw invalid('Routing.properties.queue_sid and worker_sid are required when initiated_by is agent');
    }
    const { world, webhooks } = this.#flex;
    // Whatever is wrong with it is refused before anything is made.
    requireRoute(workspace, toNewTask(routing));
    const interaction = newInteraction(world.sids, {
      channel,
      conversation: this.#conversationFor(channel),
      workspaceSid: workspace.entity.sid,
      ...options,
    });
    const { task } = this.invites.begin(interaction, routing);
    interaction.entity.routing = toRoutingBody(workspace, task);
    this.store.add(interaction);
    webhooks.tell('onInteractionCreated', interaction);
    world.clock.schedule(this.setUpMs, () => {
      this.#setUp.run(interaction, workspace, channel.participants ?? []);
    });
    return interaction;
  }

  /** @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/channels-subresource */
  updateChannel(
    interaction: StoredInteraction,
    status: 'closed' | 'inactive',
    routingStatus: string | undefined,
  ): void {
    const { channel } = interaction;
    // While it is being set up it cannot be ended either. Assumed: no-end-in-setup.
    if (['setup', 'closed', 'failed'].includes(channel.status)) {
      throw new TwilioApiError(400, 45359, `Failed to update Channel: it is ${channel.status}`);
    }
    if (status === 'inactive' && routingStatus === undefined)
      throw invalid('Routing is required when Status is inactive');
    const workspace = this.store.workspaceOf(interaction);
    const complete = routingStatus === 'closed' || status === 'inactive';
    for (const task of interaction.tasks) endTask(this.#flex.router, workspace, task, { complete });
    for (const participant of interaction.participants) this.participants.leave(interaction, participant);
    this.#setStatus(interaction, status);
    if (status === 'closed') this.#closeConversation(interaction);
  }

  /** The Interaction whose channel is mapped to a Conversation. */
  ofConversation(conversationSid: string): StoredInteraction | undefined {
    return this.store.ofConversation(conversationSid);
  }

  /** An agent completes the task in Flex: they leave, and whoever leaves last closes everything. */
  completeByAgent(interaction: StoredInteraction, participant: StoredChannelParticipant): void {
    const others = interaction.participants.some(
      (other) => other !== participant && other.entity.type === 'agent' && !other.hasLeft,
    );
    const pending = [...interaction.tasks].some((task) =>
      ['pending', 'reserved'].includes(task.entity.assignment_status),
    );
    if (others || pending) this.participants.update(interaction, participant, 'closed');
    else this.updateChannel(interaction, 'closed', 'closed');
  }

  /** An outbound Interaction without a Conversation gets one at once; its customer joins when the channel is set up. */
  #conversationFor(channel: ChannelInput): StoredConversation | undefined {
    const mediaChannelSid = channel.properties?.media_channel_sid;
    if (mediaChannelSid !== undefined) return this.#flex.store.find(mediaChannelSid);
    const [first] = channel.participants ?? [];
    const name = first && ('address' in first ? first.address : first.identity);
    return this.#flex.conversations.create({ friendlyName: name }, BY_TWILIO);
  }

  #onAccepted(workspace: StoredWorkspace, task: StoredTask, reservation: ReservationEntity): void {
    const interaction = this.store.ofTask(task);
    // Until the channel is set up there is nothing to join.
    if (!interaction || ['setup', 'failed', 'closed'].includes(interaction.channel.status)) return;
    const result = this.participants.joinAgent(interaction, workspace, task, reservation);
    if (result === 'nothing to join') return;
    if (interaction.channel.status === 'active') this.store.touch(interaction);
    else this.#setStatus(interaction, 'active');
  }

  #closeConversation(interaction: StoredInteraction): void {
    const { conversation } = interaction;
    this.store.unmapConversation(interaction);
    if (conversation && conversation.entity.state !== 'closed')
      this.#flex.conversations.setState(conversation, 'closed', 'API', BY_FLEX);
  }

  #setStatus(interaction: StoredInteraction, status: ChannelStatus): void {
    interaction.channel.status = status;
    this.#flex.webhooks.tell('onChannelStatusUpdated', interaction);
    this.store.touch(interaction);
  }

  /** `Channel.sid`: "The SID of the Interaction Channel if already generated." */
  #rejoin(channelSid: string, routing: RoutingInput | undefined): StoredInteraction {
    const interaction = this.store.ofChannel(channelSid);
    if (!interaction) throw new TwilioApiError(404, 45006, `Channel ${channelSid} was not found`);
    if (routing) this.invites.invite(interaction, routing);
    return interaction;
  }
}
