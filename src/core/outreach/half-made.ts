import type { EpochMs } from '../clock';
import type { ConversationParticipant } from '../twilio/conversation-participant';

/**
 * The `origin` attribute of Conversations and Participants made for an outreach; on a Participant it is all that is left
 * of one that died before its record was written.
 */
export const ORIGIN = 'flex-conversations-functions';

/** A Conversation that was made for an outreach. */
interface HalfMade {
  readonly requestKey: unknown;
  readonly workerSid: unknown;
  readonly atMs: EpochMs;
}

export function findHalfMade(participants: readonly ConversationParticipant[]): HalfMade | undefined {
  const customer = participants.find(({ attributes }) => attributes.origin === ORIGIN);
  if (!customer) return undefined;
  const { requestKey, workerSid } = customer.attributes;
  return { requestKey, workerSid, atMs: customer.joinedAtMs };
}
