import type { StoredRecord } from '../routing-record/routing-records';
import type { ConversationSid } from '../sid';
import { ABANDONED } from './abandon';
import { findFirstMessage } from './first-message';
import type { Outreach, OutreachPorts, Reached } from './outreach';

/**
 * What a request led to before, in a Conversation that may be over, as far as its record and its first message tell.
 *
 * @returns nothing if nothing was made, as far as they know, or another request took it over
 */
export async function findDoneIn(
  conversationSid: ConversationSid,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached | undefined> {
  const stored = await ports.records.read(conversationSid);
  if (!stored || stored.record.code === ABANDONED) return undefined;
  const { request = outreach.request } = stored.record;
  return request.key === outreach.request.key ? findDone(stored, outreach, ports) : undefined;
}

/** The same of a record that was read. */
export async function findDone(
  { conversationSid, record }: StoredRecord,
  outreach: Outreach,
  ports: OutreachPorts,
): Promise<Reached | undefined> {
  const { interactionSid = record.toldOf, channelSid, taskSid } = record;
  const written = outreach.message && (await findFirstMessage(conversationSid, outreach, ports));
  if (!interactionSid && !written) return undefined;
  const isMissing = outreach.message !== undefined && !written;
  return {
    interactionSid,
    channelSid,
    conversationSid,
    taskSid,
    ...written,
    ...(isMissing ? { messageSent: 'unknown' } : {}),
  };
}
