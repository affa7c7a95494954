import type { MessageEntity } from '../conversations/entities';
import { findParticipant } from '../conversations/new-entities';
import type { EmbeddedTwilio } from '../embedded-twilio';
import type { StoredInteraction } from '../flex/entities';
import { identityOf } from '../flex/worker-identity';
import type { ReservationEntity } from '../taskrouter/entities';
import { setActivity } from '../taskrouter/worker-operations';
import type { StoredWorker } from '../taskrouter/workspace';

/** An agent at their desk in Flex UI. */
export class Agent {
  readonly #twilio: EmbeddedTwilio;
  readonly worker: StoredWorker;
  /** What Flex UI sends to Functions. */
  readonly token: string;

  constructor(twilio: EmbeddedTwilio, worker: StoredWorker, roles: readonly string[] = ['agent']) {
    this.#twilio = twilio;
    this.worker = worker;
    this.token = `token-${worker.entity.sid}`;
    twilio.tokens.issue(this.token, {
      identity: this.identity,
      roles,
      workerSid: worker.entity.sid,
      expiresAtMs: twilio.clock.now() + 12 * 3_600_000,
    });
  }

  get sid(): string {
    return this.worker.entity.sid;
  }

  get identity(): string {
    return identityOf(this.worker.entity.attributes, this.worker.entity.friendly_name);
  }

  /** Chooses an activity by name, e.g. `Available`. */
  setActivity(name: string): void {
    const { workspace } = this.#twilio;
    const activity = [...workspace.activities.values()].find(
      ({ friendly_name: friendlyName }) => friendlyName === name,
    );
    if (!activity) throw new Error(`There is no activity ${name}`);
    this.#twilio.note(`${this.worker.entity.friendly_name} is ${name}`, { workerSid: this.sid });
    setActivity(this.#twilio.world, workspace, this.worker, activity.sid, this.#twilio.taskRouterParts);
  }

  /** Reservations that are ringing, accepted or being wrapped up. */
  get reservations(): ReservationEntity[] {
    return [...this.#twilio.workspace.reservations.values()].filter(
      (one) =>
        one.worker_sid === this.sid && ['pending', 'accepted', 'wrapping'].includes(one.reservation_status),
    );
  }

  accept(reservation = this.#first('pending')): void {
    this.#twilio.note(`${this.worker.entity.friendly_name} accepts`, { taskSid: reservation.task_sid });
    this.#twilio.router.accept(this.#twilio.workspace, reservation);
  }

  reject(reservation = this.#first('pending')): void {
    this.#twilio.note(`${this.worker.entity.friendly_name} rejects`, { taskSid: reservation.task_sid });
    this.#twilio.router.reject(this.#twilio.workspace, reservation);
  }

  /** Writes to the customer, as Flex UI does: through the SDK. */
  write(conversationSid: string, body: string): MessageEntity {
    const conversation = this.#twilio.conversations.find(conversationSid);
    if (!conversation || !findParticipant(conversation, this.identity))
      throw new Error('The agent is not in this Conversation');
    this.#twilio.note(`${this.worker.entity.friendly_name} writes`, { conversationSid });
    return this.#twilio.conversationActions.addMessage(
      conversation,
      { author: this.identity, body },
      { source: 'SDK', identity: this.identity },
    );
  }

  /** Ends the agent's part: whoever leaves last closes the Conversation. */
  complete(reservation = this.#first('accepted')): void {
    this.#twilio.note(`${this.worker.entity.friendly_name} completes`, { taskSid: reservation.task_sid });
    const { interactions, workspace, router } = this.#twilio;
    const part = this.#partOf(reservation);
    if (part) interactions.completeByAgent(part.interaction, part.participant);
    else {
      const task = workspace.tasks.get(reservation.task_sid);
      if (task) router.complete(workspace, task, null);
    }
  }

  /** Leaves the Conversation open for the customer, as Flex UI's Leave does. */
  leave(reservation = this.#first('accepted')): void {
    this.#twilio.note(`${this.worker.entity.friendly_name} leaves`, { taskSid: reservation.task_sid });
    const { interaction, participant } = this.#requirePart(reservation);
    this.#twilio.interactions.leaveAndPause.leave(interaction, participant);
  }

  /** Puts the Conversation on hold, as Flex UI's Pause does. */
  pause(reservation = this.#first('accepted')): void {
    this.#twilio.note(`${this.worker.entity.friendly_name} pauses`, { taskSid: reservation.task_sid });
    const { interaction, participant } = this.#requirePart(reservation);
    this.#twilio.interactions.leaveAndPause.pause(interaction, participant);
  }

  /** Takes up again what they have paused; a task rings for them. */
  resume(interaction: StoredInteraction): void {
    this.#twilio.note(`${this.worker.entity.friendly_name} resumes`, {
      interactionSid: interaction.entity.sid,
    });
    const queueSid = this.#twilio.workspace.queues.keys().next().value ?? '';
    this.#twilio.interactions.leaveAndPause.resume(interaction, this.sid, queueSid);
  }

  /** The Interaction that a reservation belongs to. */
  interactionOf(reservation: ReservationEntity): StoredInteraction | undefined {
    return [...this.#twilio.interactions.interactions.values()].find((interaction) =>
      [...interaction.tasks].some(({ entity }) => entity.sid === reservation.task_sid),
    );
  }

  #partOf(reservation: ReservationEntity) {
    for (const interaction of this.#twilio.interactions.interactions.values()) {
      const participant = interaction.participants.find(
        ({ entity, hasLeft }) => !hasLeft && entity.routing_properties?.reservation_sid === reservation.sid,
      );
      if (participant) return { interaction, participant };
    }
    return undefined;
  }

  #requirePart(reservation: ReservationEntity) {
    const part = this.#partOf(reservation);
    if (!part) throw new Error('The agent takes part in no Interaction by this reservation');
    return part;
  }

  #first(status: ReservationEntity['reservation_status']): ReservationEntity {
    const found = this.reservations.find((one) => one.reservation_status === status);
    if (!found) throw new Error(`${this.worker.entity.friendly_name} has no ${status} reservation`);
    return found;
  }
}
