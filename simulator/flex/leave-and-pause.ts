import type { StreamEvent } from '../kernel/world';
import type { ChannelParticipants } from './channel-participants';
import type { ChannelStatus, StoredChannelParticipant, StoredInteraction } from './entities';
import type { FlexWorld } from './flex-world';
import type { RoutingInput } from './input-schemas';
import { endTask } from './interaction-tasks';
import type { Invites } from './invites';

/** "a time limit of 14 days automatically applies to paused tasks" */
const LONGEST_PAUSE_MS = 14 * 86_400_000;

/**
 * How Flex UI's Leave and Pause treat a channel.
 *
 * @see https://www.twilio.com/docs/flex/admin-guide/setup/conversations/leave-and-pause-for-conversations
 */
export class LeaveAndPause {
  readonly #flex: FlexWorld;
  readonly #participants: ChannelParticipants;
  readonly #invites: Invites;
  readonly #setStatus: (interaction: StoredInteraction, status: ChannelStatus) => void;
  /** Who routes a customer who writes after everybody has left: Flex by default, or with "Use custom routing" nobody. */
  routing: 'flex' | 'custom' = 'flex';

  constructor(
    flex: FlexWorld,
    parts: {
      readonly participants: ChannelParticipants;
      readonly invites: Invites;
      readonly setStatus: (interaction: StoredInteraction, status: ChannelStatus) => void;
    },
  ) {
    this.#flex = flex;
    this.#participants = parts.participants;
    this.#invites = parts.invites;
    this.#setStatus = parts.setStatus;
  }

  /** The agent goes and wraps up; the Conversation stays open, and the channel is inactive once nobody is left. */
  leave(interaction: StoredInteraction, participant: StoredChannelParticipant): void {
    this.#participants.leave(interaction, participant);
    this.#endTaskOf(interaction, participant, false);
    const hasAgents = interaction.participants.some(
      ({ entity, hasLeft }) => entity.type === 'agent' && !hasLeft,
    );
    // Another agent who is still there keeps it active. Assumed: leave-with-others.
    if (!hasAgents) this.#setStatus(interaction, 'inactive');
  }

  /** The task is over and its capacity free, the Conversation stays open, and the channel is paused. */
  pause(interaction: StoredInteraction, participant: StoredChannelParticipant): void {
    this.#endTaskOf(interaction, participant, true);
    this.#setStatus(interaction, 'pause');
    this.#flex.world.clock.schedule(LONGEST_PAUSE_MS, () => {
      if (interaction.channel.status === 'pause') this.#routeAnew(interaction);
    });
  }

  /** The agent who paused it gets it back, as a task of its own. Assumed: resume-is-an-invite. */
  resume(interaction: StoredInteraction, workerSid: string, queueSid: string): void {
    if (interaction.channel.status !== 'pause')
      throw new Error(`The channel is ${interaction.channel.status}`);
    const { workspace_sid, attributes, task_channel_unique_name } = this.#firstRouting(interaction);
    this.#setStatus(interaction, 'active');
    this.#invites.invite(interaction, {
      workspace_sid,
      attributes,
      task_channel_unique_name,
      queue_sid: queueSid,
      worker_sid: workerSid,
    });
  }

  /** "If the customer replies to the conversation, the channel becomes active again." */
  hear({ type, data }: StreamEvent): void {
    if (type !== 'com.twilio.conversations.message.added') return;
    const interaction = this.#flex.interactions.ofConversation(String(data.ConversationSid));
    if (interaction?.channel.status !== 'inactive' || !isByCustomer(interaction, String(data.Author))) return;
    if (this.routing === 'flex') this.#routeAnew(interaction);
    else this.#setStatus(interaction, 'active');
  }

  /** "A new task is created"; with the attributes and the workflow of the first one. Assumed: rerouted-attributes. */
  #routeAnew(interaction: StoredInteraction): void {
    this.#setStatus(interaction, 'active');
    this.#invites.invite(interaction, { ...this.#firstRouting(interaction), worker_sid: undefined });
  }

  #firstRouting(interaction: StoredInteraction): RoutingInput {
    const [first] = interaction.invites;
    if (!first) throw new Error('An Interaction has the Invite that it began with');
    return first.routing;
  }

  #endTaskOf(interaction: StoredInteraction, { entity }: StoredChannelParticipant, complete: boolean): void {
    const workspace = this.#flex.interactions.workspaceOf(interaction);
    const task = workspace.tasks.get(entity.routing_properties?.task_sid ?? '');
    if (task) endTask(this.#flex.router, workspace, task, { complete });
  }
}

function isByCustomer({ conversation, initiatedBy }: StoredInteraction, author: string): boolean {
  if (!conversation) return false;
  for (const { identity, messaging_binding: binding } of conversation.participants.values()) {
    if (binding?.address === author) return true;
    if (identity === author && initiatedBy === 'customer') return true;
  }
  return false;
}
