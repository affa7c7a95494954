import { abandon } from '../outreach/abandon';
import type { OutreachPorts } from '../outreach/outreach';
import type { Created } from '../outreach/reach-out-once';
import { forgetParked } from '../park/forget-parked';
import type { StoredRecord } from '../routing-record/routing-records';
import { findAfterLostAnswer } from '../routing/find-after-lost-answer';
import { recordForeign, recordRouted, recordUnknown, release } from '../routing/record-result';
import type { ConversationSid } from '../sid';
import { isOver } from '../twilio/interaction-channels';
import type { InteractionSids } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { alreadyServed } from './already-served';
import { refuseWhatTwilioRefused } from './refuse-what-twilio-refused';

/**
 * Creates an Interaction in a Conversation whose record is claimed, unless it has one that lives, and forgets what a
 * park of an earlier one left.
 *
 * @param isNew nothing can serve it yet
 * @throws ApiError `conversation_already_open`
 * @throws InputError if Twilio refuses it
 */
export async function createInConversationOrRefuse(
  claimed: StoredRecord,
  isNew: boolean,
  create: () => Promise<InteractionSids>,
  ports: OutreachPorts,
): Promise<Created> {
  const { conversationSid, record } = claimed;
  const found = isNew ? undefined : await findOther(conversationSid, ports);
  if (found) {
    await (found.isOurs ? recordRouted(claimed, found, 'routed', ports) : recordForeign(claimed, ports));
    await forgetParked(conversationSid, record, ports);
    throw await alreadyServed(conversationSid, found, ports);
  }
  const sids = await createOrLook(claimed, isNew, create, ports);
  await recordRouted(claimed, sids, 'routed', ports);
  await forgetParked(conversationSid, record, ports);
  return { ...sids, conversationSid, isRecorded: true };
}

/** An Interaction whose record got lost: somebody serves it, or its channel lives. */
async function findOther(
  conversationSid: ConversationSid,
  { tasks, channels }: OutreachPorts,
): Promise<(Partial<InteractionSids> & { readonly isOurs: boolean }) | undefined> {
  const { live, ended } = await tasks.findFor(conversationSid);
  if (live || !ended) return live;
  const { status } = await channels.fetchFate(ended);
  return isOver(status) ? undefined : { ...ended, isOurs: true };
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
