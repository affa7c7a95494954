import type { SimulatorClock } from '../kernel/clock';
import { isoSeconds } from '../kernel/world';
import type { StoredConversation } from './conversation-store';
import type { ConversationState } from './entities';

/**
 * Starts the timers of a Conversation anew, as every activity does.
 *
 * @see https://www.twilio.com/docs/conversations/states-timers
 */
export function restartTimers(
  clock: SimulatorClock,
  conversation: StoredConversation,
  setState: (to: ConversationState) => void,
): void {
  for (const cancel of conversation.cancelTimers) cancel();
  conversation.cancelTimers = [];
  const { entity, timers } = conversation;
  if (entity.state === 'closed') return;
  entity.timers = {};
  const start = (
    ms: number | undefined,
    field: 'date_inactive' | 'date_closed',
    to: ConversationState,
  ): void => {
    if (ms === undefined || ms === 0) return;
    entity.timers[field] = isoSeconds(clock.now() + ms);
    conversation.cancelTimers.push(
      clock.schedule(ms, () => {
        setState(to);
      }),
    );
  };
  if (entity.state === 'active') start(timers.inactiveMs, 'date_inactive', 'inactive');
  start(timers.closedMs, 'date_closed', 'closed');
}
