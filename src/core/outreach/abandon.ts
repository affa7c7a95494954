import type { StoredRecord } from '../routing-record/routing-records';
import { unlessDefect } from '../twilio/unless-defect';
import type { OutreachPorts } from './outreach';

/** What a record says whose Conversation was removed before anything was sent. */
export const ABANDONED = 'abandoned';

/**
 * Undoes what was made before an outreach was refused. What cannot be undone now is left to whoever writes to the
 * same customer next, who finds a claim that has ended.
 */
export function abandon(claimed: StoredRecord, ports: OutreachPorts): Promise<void> {
  return undo(claimed, ports).catch(unlessDefect);
}

async function undo(claimed: StoredRecord, { conversations, records }: OutreachPorts): Promise<void> {
  const { attempt, request } = claimed.record;
  await conversations.remove(claimed.conversationSid);
  await records.change(claimed, { state: 'closed', attempt, request, code: ABANDONED });
}
