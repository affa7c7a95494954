import type { ApiError } from '../endpoints/api-error';
import { alreadyOpen } from '../outreach/already-open';
import type { OutreachPorts } from '../outreach/outreach';
import type { RoutingRecord } from '../routing-record/routing-record';
import { leavingTaskOf } from '../routing-record/routing-record';
import type { ConversationSid } from '../sid';
import { attendanceOf } from '../twilio/conversation-tasks';

/**
 * The refusal to begin an Interaction in a Conversation that has one, or is about to. Whom the customer has is told by
 * the tasks: of the identities in a web chat one is the customer's own.
 *
 * @param record of the Conversation, as far as it is known
 */
export async function alreadyServed(
  conversationSid: ConversationSid,
  record: Pick<RoutingRecord, 'parked' | 'taskSid' | 'interactionSid'>,
  { tasks, clock }: OutreachPorts,
): Promise<ApiError> {
  const leaving = leavingTaskOf(record, clock.now());
  const all = await tasks.listOfConversation(conversationSid);
  const others = all.filter(({ taskSid }) => taskSid !== leaving);
  const { live } = attendanceOf(others);
  const hasAgent = others.some(({ status }) => status === 'assigned');
  const interactionSid = live?.interactionSid ?? record.interactionSid;
  return alreadyOpen(conversationSid, hasAgent ? 'another_agent' : 'nobody', interactionSid);
}
