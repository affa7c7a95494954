import type { Customer } from '../conversations/identify-customer';
import type { RoutingRecord } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { closeRecord } from '../routing/close-record';
import { release } from '../routing/record-result';
import type { ClosedByPolicy, InProgress } from '../routing/routing-outcome';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ChannelHandle } from '../twilio/interactions';
import { unlessDefect } from '../twilio/unless-defect';
import type { Orphan } from './orphan';
import { waitedSeconds } from './waited-seconds';

/** After a customer's last message only a template may be sent: https://www.twilio.com/docs/whatsapp/key-concepts */
const WHATSAPP_WINDOW_SECONDS = 24 * 3_600;

type Content = { readonly body: string } | { readonly contentSid: string };

/**
 * Tells the customer that nobody came, if the entry has something to tell, and closes everything. They are told
 * once at most: whoever resumes after a failure only closes.
 *
 * @param channel the channel that lives; absent if there is none to close
 */
export async function closeByPolicy(
  stored: StoredRecord,
  orphan: Orphan,
  customer: Customer,
  channel: ChannelHandle | undefined,
  ports: RoutingPorts,
): Promise<ClosedByPolicy | InProgress> {
  const { isTold = false } = stored.record;
  const content = isTold ? undefined : contentFor(stored.record, orphan, customer);
  const claimed = await ports.records.hold(stored, {
    ...stored.record,
    state: 'resuming',
    isTold: isTold || content !== undefined,
  });
  if (!claimed) return { outcome: 'in_progress' };
  try {
    // A message whose fate is unknown is not sent twice, and one that is refused does not keep it open.
    if (content) await ports.messages.add(orphan.conversationSid, content).catch(unlessDefect);
    const isClosed = channel !== undefined && (await ports.channels.close(channel));
    if (!isClosed) await ports.conversations.close(orphan.conversationSid);
  } catch (error) {
    await release(claimed, claimed.record.attempt, ports);
    throw error;
  }
  // Otherwise the record is closed by the event that tells of the closing: a terminal event may cost six calls.
  if (!content) await closeRecord(claimed, ports);
  return { outcome: 'closed_by_policy' };
}

function contentFor(
  record: RoutingRecord,
  orphan: Orphan,
  { channelType, entry }: Customer,
): Content | undefined {
  const { policy, message: body, contentSid } = entry.orphan ?? {};
  if (policy === 'close') return undefined;
  const isPastWindow =
    channelType === 'whatsapp' && (waitedSeconds(record, orphan.task) ?? Infinity) >= WHATSAPP_WINDOW_SECONDS;
  if (body !== undefined && !isPastWindow) return { body };
  return contentSid === undefined ? undefined : { contentSid };
}
