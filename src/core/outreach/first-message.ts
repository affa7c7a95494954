import type { ConversationSid } from '../sid';
import { TwilioRequestError } from '../twilio/request-error';
import { unlessDefect } from '../twilio/unless-defect';
import { OPTED_OUT } from '../conversations/opted-out';
import type { Outreach, OutreachPorts, Reached } from './outreach';

/**
 * Sends the first message of an Interaction, in the agent's name. If only that fails the Interaction stays: the agent
 * is in it and can write.
 *
 * @param conversationSid absent if Twilio did not tell
 * @returns what the answer says about it; nothing if all went well
 */
export async function sendFirstMessage(
  conversationSid: ConversationSid | undefined,
  { message, caller, pair }: Outreach,
  { messages, guard }: OutreachPorts,
): Promise<Pick<Reached, 'messageSent' | 'messageError'>> {
  if (!message) return {};
  if (!conversationSid) return { messageSent: false };
  try {
    await messages.add(conversationSid, { ...message, author: caller.identity });
    return {};
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    // What cannot be remembered now is remembered the next time.
    if (error.code === OPTED_OUT) await guard.rememberOptOut(pair).catch(unlessDefect);
    return { messageSent: error.didNothing ? false : 'unknown', messageError: error.code };
  }
}
