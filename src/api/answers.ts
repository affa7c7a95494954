import * as v from 'valibot';
import { ROUTING_STATES } from '../core/routing-record/routing-record';
import type { Suspicion } from '../core/sweep/suspect';
import { TRANSFER_MODES } from '../core/transfer/transfer-context';
import { PARTICIPANT_TYPES } from '../core/twilio/channel-participants';
import { answeredSid } from './answered-sid';

/** An Interaction that was begun. */
export const reachedSchema = v.object({
  interactionSid: v.optional(answeredSid('KD')),
  channelSid: v.optional(answeredSid('UO')),
  conversationSid: v.optional(answeredSid('CH')),
  taskSid: v.optional(answeredSid('WT')),
  messageSent: v.optional(
    v.pipe(
      v.union([v.literal(false), v.literal('unknown')]),
      v.description(
        'Only if there was a message and it is not known to be sent. The Interaction stays: while it is open, the agent is in it and can write.',
      ),
    ),
  ),
  messageError: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.description('Why not, as an error code of Twilio: https://www.twilio.com/docs/api/errors'),
    ),
  ),
});

/** An Invite that was sent. */
export const invitedSchema = v.object({
  inviteSid: answeredSid('KG'),
  taskSid: v.optional(answeredSid('WT')),
});

const participantSchema = v.object({
  participantSid: answeredSid('UT'),
  type: v.picklist(PARTICIPANT_TYPES),
  workerSid: v.optional(answeredSid('WK')),
  taskSid: v.optional(answeredSid('WT')),
});

/** Who is in an Interaction now. */
export const participantsSchema = v.object({ participants: v.array(participantSchema) });

/** A participant who was added. */
export const addedSchema = v.object({ participantSid: answeredSid('UT') });

export const parkOutcomeSchema = v.object({ outcome: v.picklist(['parked', 'already_parked']) });

export const resumeOutcomeSchema = v.object({
  outcome: v.picklist(['resumed', 'already_live']),
  inviteSid: v.optional(answeredSid('KG')),
  taskSid: v.optional(answeredSid('WT')),
});

/** A cursor and where it leads. */
const cursorSchema = v.optional(
  v.pipe(v.string(), v.description('Give it back to go on. Absent on the last page.')),
);

/** What is parked. */
export const parkedListSchema = v.object({
  parked: v.array(
    v.object({
      conversationSid: answeredSid('CH'),
      interactionSid: answeredSid('KD'),
      channelSid: answeredSid('UO'),
      workerSid: v.pipe(answeredSid('WK'), v.description('Who parked it.')),
      parkedAt: v.pipe(v.string(), v.isoTimestamp()),
      channelType: v.optional(v.string()),
      customerName: v.optional(v.string()),
      customerAddress: v.optional(v.string()),
    }),
  ),
  cursor: cursorSchema,
});

export const leaveOutcomeSchema = v.object({ outcome: v.picklist(['left', 'closed', 'already_left']) });

export const closeOutcomeSchema = v.object({ outcome: v.picklist(['closed', 'already_closed']) });

/** The routing record of a Conversation, as far as it concerns agents. */
const recordSchema = v.object({
  state: v.picklist(ROUTING_STATES),
  attempt: v.pipe(v.number(), v.integer()),
  code: v.optional(v.union([v.string(), v.number()])),
  taskSid: v.optional(answeredSid('WT')),
  parkedBy: v.optional(answeredSid('WK')),
  parkedAtMs: v.optional(v.number()),
});

/** What really became of an Interaction. */
export const interactionSchema = v.object({
  interactionSid: answeredSid('KD'),
  channelSid: answeredSid('UO'),
  conversationSid: v.optional(answeredSid('CH')),
  channelType: v.optional(v.string()),
  status: v.pipe(
    v.string(),
    v.description('Of the Interaction Channel, as Twilio says; `missing` if Twilio has forgotten it.'),
  ),
  error: v.optional(v.object({ code: v.number() })),
  participants: v.array(participantSchema),
  pendingInvites: v.array(
    v.object({
      inviteSid: v.optional(answeredSid('KG')),
      taskSid: answeredSid('WT'),
      status: v.string(),
      to: v.optional(v.pipe(v.string(), v.description('The worker, queue or workflow that it is for.'))),
      transfer: v.optional(v.picklist(TRANSFER_MODES)),
    }),
  ),
  endedTransfers: v.array(
    v.object({
      to: v.string(),
      by: v.optional(answeredSid('WK')),
      reason: v.pipe(v.string(), v.description('The TaskRouter event that ended it.')),
    }),
  ),
  record: v.nullable(recordSchema),
});

/** Why a Conversation is a suspect; the compiler sees to it that none is missing. */
const SUSPECT_REASONS: Readonly<Record<Suspicion['reason'] | 'unreadable', true>> = {
  no_record: true,
  claim_expired: true,
  nobody_serves_it: true,
  not_resumed: true,
  closed_in_vain: true,
  failed: true,
  half_made_outreach: true,
  transfer_unfinished: true,
  unreadable: true,
};

/** What a page of a sweep found and did. */
export const sweptSchema = v.object({
  checked: v.pipe(v.number(), v.integer()),
  suspects: v.pipe(v.number(), v.integer()),
  repaired: v.pipe(v.number(), v.integer()),
  failed: v.pipe(v.number(), v.integer()),
  cursor: cursorSchema,
  applied: v.pipe(v.boolean(), v.description('Whether suspects were repaired, or reported only.')),
  conversations: v.array(
    v.object({
      conversationSid: answeredSid('CH'),
      reason: v.picklist(Object.keys(SUSPECT_REASONS)),
      outcome: v.optional(v.pipe(v.string(), v.description('What the repair came to.'))),
    }),
  ),
});

/** Whether the settings, and what they name, are as they should be. */
export const healthSchema = v.object({
  status: v.picklist(['ok', 'failing']),
  checks: v.array(
    v.object({
      name: v.pipe(v.string(), v.description('Of the setting.')),
      ok: v.boolean(),
      problem: v.optional(v.string()),
    }),
  ),
});
