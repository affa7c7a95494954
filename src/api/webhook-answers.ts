import * as v from 'valibot';
import type { IgnoredReason } from '../core/conversations/customer-contact';
import { answeredSid } from './answered-sid';

const IGNORED_REASONS = [
  'uninteresting',
  'not_ours',
  'foreign',
  'agent_message',
  'participant_pending',
  'initializing',
  'closed',
  'opted_out',
  'late',
  'parked',
  'failed',
  'wrapping_up',
  'duplicate_dropped',
  'channel_inactive',
  'channel_paused',
  'channel_in_transfer',
] as const satisfies readonly IgnoredReason[];

/** What an event led to. */
export const webhookOutcomeSchema = v.variant('outcome', [
  v.object({
    outcome: v.picklist(['routed', 'already_routed', 'resumed', 'rerouted', 'reinvited', 'adopted']),
    interactionSid: v.optional(answeredSid('KD')),
    channelSid: v.optional(answeredSid('UO')),
    conversationSid: v.optional(answeredSid('CH')),
    taskSid: v.optional(answeredSid('WT')),
    inviteSid: v.optional(answeredSid('KG')),
    recorded: v.optional(
      v.pipe(v.literal(false), v.description('It was done, but could not be written down.')),
    ),
  }),
  v.object({ outcome: v.literal('in_progress') }),
  v.object({ outcome: v.literal('ignored'), reason: v.picklist(IGNORED_REASONS) }),
  v.object({
    outcome: v.literal('failed'),
    code: v.union([v.number(), v.string()]),
    alert: v.optional(v.literal(true)),
  }),
  v.object({ outcome: v.literal('closed_by_policy'), alert: v.optional(v.literal(true)) }),
]);

/** What a delivery of Event Streams led to. */
export const streamedSchema = v.object({
  outcome: v.picklist(['done', 'unfinished', 'no_body']),
  events: v.pipe(v.number(), v.integer()),
  unfinished: v.optional(v.pipe(v.number(), v.integer())),
  alert: v.optional(v.literal(true)),
});
