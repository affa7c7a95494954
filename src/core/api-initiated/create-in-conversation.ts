import { abandon } from '../outreach/abandon';
import { alreadyOpen, withNoCaller } from '../outreach/already-open';
import type { Created } from '../outreach/reach-out-once';
import type { OutreachPorts } from '../outreach/outreach';
import { findAfterLostAnswer } from '../routing/find-after-lost-answer';
import { recordForeign, recordRouted, recordUnknown, release } from '../routing/record-result';
import type { StoredRecord } from '../routing-record/routing-records';
import type { InteractionSids } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { refuseWhatTwilioRefused } from './refuse-what-twilio-refused';

/**
 * Creates an Interaction in a Conversation whose record is claimed, unless somebody serves it.
 *
 * @param isNew nothing can serve it yet
 * @throws ApiError `conversation_already_open`
 * @throws InputError if Twilio refuses it
 */
export async function createInConversation(
  claimed: StoredRecord,
  isNew: boolean,
  create: () => Promise<InteractionSids>,
  ports: OutreachPorts,
): Promise<Created> {
  const { conversationSid } = claimed;
  const { live } = isNew ? {} : await ports.tasks.findFor(conversationSid);
  if (live) {
    await (live.isOurs ? recordRouted(claimed, live, 'routed', ports) : recordForeign(claimed, ports));
    const participants = await ports.conversations.listParticipants(conversationSid);
    throw alreadyOpen(conversationSid, withNoCaller(participants), live.interactionSid);
  }
  const sids = await createOrLook(claimed, isNew, create, ports);
  await recordRouted(claimed, sids, 'routed', ports);
  return { ...sids, conversationSid, isRecorded: true };
}

async function createOrLook(
  claimed: StoredRecord,
  isNew: boolean,
  create: () => Promise<InteractionSids>,
  ports: OutreachPorts,
): Promise<Partial<InteractionSids>> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    if (error.didNothing) {
      await (isNew ? abandon(claimed, ports) : release(claimed, claimed.record.attempt - 1, ports));
      refuseWhatTwilioRefused(error);
    }
    const { isOver, found } = await findAfterLostAnswer(error, ports.gateway, async () => {
      return (await ports.tasks.findFor(claimed.conversationSid)).live;
    });
    if (found) return found;
    await recordUnknown(claimed, isOver, ports);
    throw error;
  }
}
