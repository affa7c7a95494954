import { BY_TWILIO } from '../conversations/origin';
import { TwilioApiError } from '../kernel/api-error';
import type { StoredWorkspace } from '../taskrouter/workspace';
import { openReservationOf } from '../taskrouter/workspace';
import type { ChannelParticipants } from './channel-participants';
import { toConversationParticipant } from './channel-participants';
import type { StoredInteraction } from './entities';
import type { FlexWorld } from './flex-world';
import type { ChannelInput } from './input-schemas';
import { endTask } from './interaction-tasks';

type Failure = readonly [code: number, message: string];
type GivenParticipants = NonNullable<ChannelInput['participants']>;

/**
 * What Twilio does after it has answered: "Creating an interaction is an asynchronous request".
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export class ChannelSetUp {
  readonly #flex: FlexWorld;
  readonly #participants: ChannelParticipants;

  constructor(flex: FlexWorld, participants: ChannelParticipants) {
    this.#flex = flex;
    this.#participants = participants;
  }

  run(interaction: StoredInteraction, workspace: StoredWorkspace, given: GivenParticipants): void {
    // It may have been closed meanwhile.
    if (interaction.channel.status !== 'setup') return;
    const failure = this.#findFailure(interaction) ?? this.#addCustomers(interaction, given);
    if (failure) {
      this.#fail(interaction, workspace, failure);
      return;
    }
    const { interactions, webhooks } = this.#flex;
    interactions.mapConversation(interaction);
    interaction.channel.status = 'active';
    interactions.touch(interaction);
    webhooks.tell('onChannelCreated', interaction);
    this.#participants.joinCustomers(interaction, workspace);
    // An agent may have been quicker than the set-up.
    for (const task of interaction.tasks) {
      const reservation = openReservationOf(workspace, task.entity.sid);
      if (reservation?.reservation_status === 'accepted') {
        this.#participants.joinAgent(interaction, workspace, task, reservation);
      }
    }
  }

  /**
   * A duplicate is created like the first, and dropped here. Assumed: duplicate-is-dropped-later.
   *
   * @see https://www.twilio.com/docs/api/errors/45353 and the pages beside it
   */
  #findFailure({ conversation, initiatedBy, entity }: StoredInteraction): Failure | undefined {
    if (!conversation) return [45356, 'Failed to create a Channel: the Conversation could not be retrieved'];
    if (conversation.entity.state === 'closed')
      return [45354, 'Cannot create a Channel for a closed Conversation'];
    const mapped = this.#flex.interactions.ofConversation(conversation.entity.sid);
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

  #addCustomers({ conversation }: StoredInteraction, given: GivenParticipants): Failure | undefined {
    if (!conversation) return undefined;
    const { conversations } = this.#flex;
    try {
      for (const participant of given) {
        conversations.addParticipant(conversation, toConversationParticipant(participant), BY_TWILIO);
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof TwilioApiError)) throw error;
      conversations.setState(conversation, 'closed', 'API', BY_TWILIO);
      return [45352, `Failed to create an outbound Channel: ${error.message}`];
    }
  }

  #fail(interaction: StoredInteraction, workspace: StoredWorkspace, [code, message]: Failure): void {
    const { world, webhooks, router } = this.#flex;
    const { channel } = interaction;
    channel.status = 'failed';
    channel.error_code = code;
    channel.error_message = message;
    world.timeline.add({
      atMs: world.clock.now(),
      kind: 'twilio',
      title: `Channel failed: ${code}`,
      outcome: String(code),
      detail: { interactionSid: interaction.entity.sid, message },
    });
    webhooks.tell('onChannelCreateFailed', interaction);
    for (const task of interaction.tasks)
      endTask(router, workspace, task, { complete: true, reason: message });
  }
}
