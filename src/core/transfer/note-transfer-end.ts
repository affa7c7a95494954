import type { InviteBook } from '../invites/invite-book';
import type { InteractionChannelSid } from '../sid';
import { transferContextOf } from './transfer-context';

/**
 * Writes down that nobody took a transfer, so that whoever transferred learns why they still have the customer. There
 * is nothing to undo: nobody leaves before somebody has joined.
 *
 * @param event e.g. `workflow.timeout`
 */
export async function noteTransferEnd(
  channelSid: InteractionChannelSid,
  attributes: Readonly<Record<string, unknown>>,
  event: string,
  inviteBook: InviteBook,
): Promise<void> {
  const { requestKey } = attributes;
  if (!transferContextOf(attributes) || typeof requestKey !== 'string') return;
  await inviteBook.noteEnd(channelSid, requestKey, event);
}
