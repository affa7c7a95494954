import type { ConversationSid } from '../sid';
import { TwilioRequestError } from '../twilio/request-error';
import { OPTED_OUT } from './note-opt-out';
import type { Outreach, OutreachPorts, Reached } from './outreach';

/**
 * Sends the first message of an Interaction, in the agent's name. If only that fails the Interaction stays: the agent
 * is in it and can write.
 *
 * @returns what the answer says about it; nothing if all went well
 */
export async function sendFirstMessage(
  conversationSid: ConversationSid,
  { message, caller, pair }: Outreach,
  { messages, guard }: OutreachPorts,
): Promise<Pick<Reached, 'messageSent' | 'messageError'>> {
  if (!message) return {};
  try {
    await messages.add(conversationSid, { ...message, author: caller.identity });
    return {};
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    if (error.code === OPTED_OUT) await guard.rememberOptOut(pair).catch(unlessDefect);
    return {
      messageSent: error.didNothing ? false : 'unknown',
      ...(error.code === undefined ? {} : { messageError: error.code }),
    };
  }
}

/** What cannot be remembered now is remembered the next time. */
function unlessDefect(error: unknown): void {
  if (!(error instanceof TwilioRequestError)) throw error;
}
