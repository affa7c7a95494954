import { OPTED_OUT } from '../conversations/opted-out';
import type { ConversationSid } from '../sid';
import { isSid } from '../sid';
import type { InteractionSids, WithConversation } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { unlessDefect } from '../twilio/unless-defect';
import type { Outreach, OutreachPorts, Reached } from './outreach';

/**
 * Sends the first message of an Interaction, in the agent's name. If only that fails the Interaction stays: the agent
 * is in it and can write.
 *
 * @param sids what the message is to remember of its Interaction, where no claim does; there is no Conversation if
 * Twilio did not tell
 * @returns what the answer says about it; nothing if all went well
 */
export async function sendFirstMessage(
  { conversationSid, ...attributes }: Partial<InteractionSids> & WithConversation,
  { message, caller, pair }: Outreach,
  { messages, guard }: OutreachPorts,
): Promise<Pick<Reached, 'messageSent' | 'messageError'>> {
  if (!message) return {};
  if (!conversationSid) return { messageSent: false };
  try {
    await messages.add(conversationSid, { ...message, author: caller.identity, attributes });
    return {};
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    // What cannot be remembered now is remembered the next time.
    if (error.code === OPTED_OUT) await guard.rememberOptOut(pair).catch(unlessDefect);
    return { messageSent: error.didNothing ? false : 'unknown', messageError: error.code };
  }
}

/**
 * Looks for the first message of an outreach in its Conversation.
 *
 * @returns what it remembers of its Interaction; nothing if it was never sent
 */
export async function findFirstMessage(
  conversationSid: ConversationSid,
  { caller }: Outreach,
  { messages }: OutreachPorts,
): Promise<Partial<InteractionSids> | undefined> {
  const early = await messages.listEarly(conversationSid);
  // A customer may have been faster; and agents who have written themselves need no first message any more.
  const found = early.find(
    ({ author, attributes }) => author === caller.identity || attributes.interactionSid !== undefined,
  );
  if (!found) return undefined;
  const { interactionSid, channelSid, taskSid } = found.attributes;
  return {
    ...(isSid('KD', interactionSid) ? { interactionSid } : {}),
    ...(isSid('UO', channelSid) ? { channelSid } : {}),
    ...(isSid('WT', taskSid) ? { taskSid } : {}),
  };
}
