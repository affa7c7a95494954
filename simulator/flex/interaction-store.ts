import { notFound, TwilioApiError } from '../kernel/api-error';
import { parseObject } from '../kernel/parse-object';
import type { World } from '../kernel/world';
import type { StoredTask, StoredWorkspace } from '../taskrouter/workspace';
import type { StoredInteraction } from './entities';
import { invalid } from './input-schemas';

/** "Interaction channel is deleted after 180 days of inactivity regardless of state." */
const CHANNEL_LIFE_MS = 180 * 86_400_000;

/** All Interactions of the account, and the indexes by which Twilio finds them. */
export class InteractionStore {
  readonly #world: World;
  readonly #workspaces: ReadonlyMap<string, StoredWorkspace>;
  readonly bySid = new Map<string, StoredInteraction>();
  readonly #byConversation = new Map<string, StoredInteraction>();
  readonly #byChannel = new Map<string, StoredInteraction>();
  /** Called when a channel has come to the end of its 180 days. */
  onExpired: (interaction: StoredInteraction) => void = () => undefined;

  constructor(world: World, workspaces: ReadonlyMap<string, StoredWorkspace>) {
    this.#world = world;
    this.#workspaces = workspaces;
  }

  add(interaction: StoredInteraction): void {
    this.bySid.set(interaction.entity.sid, interaction);
    this.#byChannel.set(interaction.channel.sid, interaction);
  }

  /** @throws TwilioApiError 404 */
  find(interactionSid: string, channelSid?: string): StoredInteraction {
    const interaction = this.bySid.get(interactionSid);
    if (!interaction || (channelSid !== undefined && interaction.channel.sid !== channelSid)) {
      throw notFound(
        `/v1/Interactions/${interactionSid}${channelSid === undefined ? '' : `/Channels/${channelSid}`}`,
      );
    }
    return interaction;
  }

  ofChannel(channelSid: string): StoredInteraction | undefined {
    return this.#byChannel.get(channelSid);
  }

  ofTask({ entity }: StoredTask): StoredInteraction | undefined {
    const channelSid = parseObject(entity.attributes).flexInteractionChannelSid;
    return typeof channelSid === 'string' ? this.#byChannel.get(channelSid) : undefined;
  }

  /** The Interaction whose channel is mapped to a Conversation. */
  ofConversation(conversationSid: string): StoredInteraction | undefined {
    return this.#byConversation.get(conversationSid);
  }

  mapConversation(interaction: StoredInteraction): void {
    if (interaction.conversation) this.#byConversation.set(interaction.conversation.entity.sid, interaction);
  }

  /** The Conversation has no mapped channel any more. */
  unmapConversation(interaction: StoredInteraction): void {
    const conversationSid = interaction.conversation?.entity.sid ?? '';
    if (this.#byConversation.get(conversationSid) === interaction)
      this.#byConversation.delete(conversationSid);
  }

  /** "Only changes to the interaction channel reset the clock." */
  touch(interaction: StoredInteraction): void {
    interaction.cancelExpiry();
    interaction.cancelExpiry = this.#world.clock.schedule(CHANNEL_LIFE_MS, () => {
      this.bySid.delete(interaction.entity.sid);
      this.#byChannel.delete(interaction.channel.sid);
      this.unmapConversation(interaction);
      this.onExpired(interaction);
    });
  }

  /** @throws TwilioApiError 45004 */
  requireWorkspace(sid: string): StoredWorkspace {
    const workspace = this.#workspaces.get(sid);
    if (!workspace) throw invalid(`Workspace ${sid} does not exist`);
    return workspace;
  }

  /** @throws TwilioApiError 45006 if the workspace was deleted since */
  workspaceOf({ workspaceSid }: StoredInteraction): StoredWorkspace {
    const workspace = this.#workspaces.get(workspaceSid);
    if (!workspace) throw new TwilioApiError(404, 45006, 'The workspace of this Interaction is gone');
    return workspace;
  }
}
