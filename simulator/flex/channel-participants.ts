import type { ParticipantEntity } from '../conversations/entities';
import type { NewParticipant } from '../conversations/new-resources';
import { BY_TWILIO } from '../conversations/origin';
import { TwilioApiError } from '../kernel/api-error';
import type { ReservationEntity } from '../taskrouter/entities';
import type { StoredTask, StoredWorkspace } from '../taskrouter/workspace';
import type { ChannelParticipantEntity, StoredChannelParticipant, StoredInteraction } from './entities';
import type { FlexWorld } from './flex-world';
import { invalid } from './input-schemas';
import { endTask } from './interaction-tasks';
import { identityOf } from './worker-identity';

/**
 * Who is in an Interaction Channel, and in its Conversation because of it.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interaction-channel-participants
 */
export class ChannelParticipants {
  readonly #flex: FlexWorld;

  constructor(flex: FlexWorld) {
    this.#flex = flex;
  }

  add(
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
      this.#flex.conversations.addParticipant(conversation, toConversationParticipant(media), BY_TWILIO);
    }
    return this.join(interaction, type, routing);
  }

  /** An agent leaves: `closed` completes their task, `wrapup` wraps it up; the Conversation goes on. */
  update(
    interaction: StoredInteraction,
    participant: StoredChannelParticipant,
    status: 'closed' | 'wrapup',
  ): void {
    const { interactions, router, webhooks } = this.#flex;
    const routing = participant.entity.routing_properties;
    if (participant.entity.type !== 'agent' || !routing) throw invalid('Participant must be an agent');
    if (participant.hasLeft)
      throw new TwilioApiError(400, 45363, 'Failed to remove Participant: it has left');
    const workspace = interactions.workspaceOf(interaction);
    const task = workspace.tasks.get(routing.task_sid);
    this.leave(interaction, participant);
    if (task) endTask(router, workspace, task, { complete: status === 'closed' });
    webhooks.tell('onParticipantUpdated', interaction, participant);
    interactions.touch(interaction);
  }

  /** The agent who accepted a task of this Interaction joins it, if there still is something to join. */
  joinAgent(
    interaction: StoredInteraction,
    workspace: StoredWorkspace,
    task: StoredTask,
    reservation: ReservationEntity,
  ): 'joined' | 'nothing to join' {
    const { worker_sid: workerSid } = reservation;
    const worker = workspace.workers.get(workerSid);
    const { conversation } = interaction;
    if (!worker || !conversation || conversation.entity.state === 'closed') return 'nothing to join';
    const identity = identityOf(worker.entity.attributes, worker.entity.friendly_name);
    const isIn = [...conversation.participants.values()].some(
      (participant) => participant.identity === identity,
    );
    if (!isIn) this.#flex.conversations.addParticipant(conversation, { identity }, BY_TWILIO);
    this.join(interaction, 'agent', {
      task_sid: task.entity.sid,
      worker_sid: workerSid,
      reservation_sid: reservation.sid,
    });
    return 'joined';
  }

  /** Whoever is in the Conversation when the channel begins and is no worker is a customer. */
  joinCustomers(interaction: StoredInteraction, workspace: StoredWorkspace): void {
    for (const participant of interaction.conversation?.participants.values() ?? []) {
      if (!isWorker(workspace, participant)) this.join(interaction, 'customer', null);
    }
  }

  join(
    interaction: StoredInteraction,
    type: string,
    routing: ChannelParticipantEntity['routing_properties'],
  ): StoredChannelParticipant {
    const sid = this.#flex.world.sids.next('UT');
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
    this.#flex.webhooks.tell('onParticipantJoined', interaction, participant);
    return participant;
  }

  /** An agent goes out of the Conversation, and stays listed. */
  leave(interaction: StoredInteraction, participant: StoredChannelParticipant): void {
    if (participant.hasLeft || participant.entity.type !== 'agent') return;
    participant.hasLeft = true;
    const { conversation } = interaction;
    const worker = this.#flex.interactions
      .workspaceOf(interaction)
      .workers.get(participant.entity.routing_properties?.worker_sid ?? '');
    if (conversation && worker && conversation.entity.state !== 'closed') {
      const identity = identityOf(worker.entity.attributes, worker.entity.friendly_name);
      const inConversation = [...conversation.participants.values()].find((one) => one.identity === identity);
      if (inConversation) this.#flex.conversations.removeParticipant(conversation, inConversation, BY_TWILIO);
    }
    this.#flex.webhooks.tell('onParticipantLeft', interaction, participant);
  }
}

function isWorker(workspace: StoredWorkspace, { identity }: ParticipantEntity): boolean {
  if (identity === null) return false;
  return [...workspace.workers.values()].some(
    ({ entity }) => identityOf(entity.attributes, entity.friendly_name) === identity,
  );
}

/** `participants` of a channel and `MediaProperties` as a participant of the Conversation. */
export function toConversationParticipant(given: Readonly<Record<string, unknown>>): NewParticipant {
  if (typeof given.identity === 'string') return { identity: given.identity };
  const address = String(given.address);
  const text = (name: string): object => (typeof given[name] === 'string' ? { [name]: given[name] } : {});
  const type = address.includes('@') ? 'email' : (/^([a-z]+):/.exec(address)?.[1] ?? 'sms');
  return { binding: { type, address, ...text('proxy_address'), ...text('level'), ...text('name') } };
}
