import type { EmbeddedTwilio } from '../../simulator/embedded-twilio';

const LIVE_TASK = ['pending', 'reserved', 'assigned'];

/** Channels of a Conversation that are set up, or being set up, with a task that is live. */
export function countLiveInteractions(twilio: EmbeddedTwilio, conversationSid: string): number {
  return [...twilio.interactions.interactions.values()].filter(
    ({ conversation, channel, tasks }) =>
      conversation?.entity.sid === conversationSid &&
      ['setup', 'active'].includes(channel.status) &&
      [...tasks].some(
        ({ entity }) =>
          twilio.workspace.tasks.has(entity.sid) && LIVE_TASK.includes(entity.assignment_status),
      ),
  ).length;
}
