import type { StoredConversation } from '../../../simulator/conversations/conversation-store';
import type { EmbeddedTwilio } from '../../../simulator/embedded-twilio';
import type { StoredInteraction } from '../../../simulator/flex/entities';
import type { StoredTask } from '../../../simulator/taskrouter/workspace';

const LIVE = ['pending', 'reserved', 'assigned'];

/** What an operator would see in Twilio's console about who serves whom. */
export class TwilioView {
  readonly #twilio: EmbeddedTwilio;

  constructor(twilio: EmbeddedTwilio) {
    this.#twilio = twilio;
  }

  conversation(sid: string): StoredConversation | undefined {
    return this.#twilio.conversations.find(sid);
  }

  interactionsOf(conversationSid: string): StoredInteraction[] {
    return [...this.#twilio.interactions.interactions.values()].filter(
      ({ conversation }) => conversation?.entity.sid === conversationSid,
    );
  }

  /** Tasks of a Conversation that wait for an agent, or have one. */
  liveTasksOf(conversationSid: string): StoredTask[] {
    return this.#tasksOf(conversationSid).filter(({ entity }) => LIVE.includes(entity.assignment_status));
  }

  /** Somebody is with the customer, is about to be, or ends the Conversation. */
  isServed(conversationSid: string): boolean {
    const isWrappingUp = this.#tasksOf(conversationSid).some(
      ({ entity }) => entity.assignment_status === 'wrapping',
    );
    return isWrappingUp || this.liveInteractionsOf(conversationSid).length > 0;
  }

  /** Channels that work, or are being set up, and that have a live task. */
  liveInteractionsOf(conversationSid: string): StoredInteraction[] {
    return this.interactionsOf(conversationSid).filter(
      (interaction) =>
        ['setup', 'active'].includes(interaction.channel.status) &&
        [...interaction.tasks].some((task) => this.isLive(task)),
    );
  }

  isBeingSetUp(conversationSid: string): boolean {
    return this.interactionsOf(conversationSid).some(({ channel }) => channel.status === 'setup');
  }

  isLive({ entity }: StoredTask): boolean {
    return this.#twilio.workspace.tasks.has(entity.sid) && LIVE.includes(entity.assignment_status);
  }

  #tasksOf(conversationSid: string): StoredTask[] {
    const tasks = this.interactionsOf(conversationSid).flatMap((interaction) => [...interaction.tasks]);
    return tasks.filter(({ entity }) => this.#twilio.workspace.tasks.has(entity.sid));
  }
}
