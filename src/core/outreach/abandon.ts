import type { StoredRecord } from '../routing-record/routing-records';
import { TwilioRequestError } from '../twilio/request-error';
import type { OutreachPorts } from './outreach';

/** What a record says whose Conversation was removed before anything was sent. */
export const ABANDONED = 'abandoned';

/**
 * Undoes what was made before an outreach was refused. What cannot be undone now is left to whoever writes to the
 * same customer next, who finds a claim that has ended.
 */
export async function abandon(
  claimed: StoredRecord,
  { conversations, records }: OutreachPorts,
): Promise<void> {
  const { conversationSid, record } = claimed;
  try {
    await conversations.remove(conversationSid);
    await records.change(claimed, {
      state: 'closed',
      attempt: record.attempt,
      request: record.request,
      code: ABANDONED,
    });
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
  }
}
