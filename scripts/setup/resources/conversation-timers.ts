import type { Twilio } from 'twilio';
import type { Resource } from '../resource';

/** Takes a timer away. */
const NO_TIMER = 'PT0S';

/**
 * The timers that the account gives to new Conversations: without one, a Conversation that nobody closes keeps its
 * customer's address for ever. One that is set already is left alone.
 *
 * @param closedTimer an ISO 8601 duration; none is set if absent
 * @see https://www.twilio.com/docs/conversations/states-timers
 */
export function conversationTimers(client: Twilio, closedTimer: string | undefined): Resource {
  const configuration = client.conversations.v1.configuration();
  return {
    id: 'conversation-timers',
    title: 'Timers of new Conversations',
    read: async () => {
      const { defaultInactiveTimer, defaultClosedTimer } = await configuration.fetch();
      return { inactive: defaultInactiveTimer || null, closed: defaultClosedTimer || null };
    },
    want: (now) =>
      closedTimer === undefined
        ? { kind: 'leave', reason: 'no timer is asked for' }
        : { kind: 'be', state: { inactive: now?.inactive ?? null, closed: now?.closed ?? closedTimer } },
    write: async (_, next) => {
      const { inactive, closed } = next ?? {};
      await configuration.update({
        defaultInactiveTimer: (inactive as string | null) ?? NO_TIMER,
        defaultClosedTimer: (closed as string | null) ?? NO_TIMER,
      });
    },
  };
}
