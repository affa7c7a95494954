import * as v from 'valibot';
import { IGNORED_REASONS } from '../core/routing/ignored';
import { ROUTED_OUTCOMES } from '../core/routing/routing-outcome';
import { answeredSid } from './answered-sid';

/** What an event led to. */
export const webhookOutcomeSchema = v.variant('outcome', [
  v.object({
    outcome: v.picklist(ROUTED_OUTCOMES),
    interactionSid: v.optional(answeredSid('KD')),
    channelSid: v.optional(answeredSid('UO')),
    taskSid: v.optional(answeredSid('WT')),
    inviteSid: v.optional(answeredSid('KG')),
    recorded: v.optional(
      v.pipe(v.literal(false), v.description('It was done, but could not be written down.')),
    ),
    alert: v.optional(v.literal(true)),
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
