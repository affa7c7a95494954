import * as v from 'valibot';

declare const brand: unique symbol;

/** A Twilio SID whose two-letter prefix tells what it names. */
export type Sid<Prefix extends string> = string & { readonly [brand]: Prefix };

export type AccountSid = Sid<'AC'>;
export type ConversationSid = Sid<'CH'>;
export type ConversationServiceSid = Sid<'IS'>;
export type ConversationParticipantSid = Sid<'MB'>;
export type ScopedWebhookSid = Sid<'WH'>;
export type InteractionSid = Sid<'KD'>;
export type InteractionChannelSid = Sid<'UO'>;
export type ChannelParticipantSid = Sid<'UT'>;
export type InviteSid = Sid<'KG'>;
export type TaskSid = Sid<'WT'>;
export type WorkspaceSid = Sid<'WS'>;
export type WorkflowSid = Sid<'WW'>;
export type TaskQueueSid = Sid<'WQ'>;
export type WorkerSid = Sid<'WK'>;
export type MessagingServiceSid = Sid<'MG'>;

/**
 * Tells whether a value is a SID with the given prefix.
 *
 * @param prefix two capital letters, e.g. `CH`
 * @see https://www.twilio.com/docs/glossary/what-is-a-sid
 */
export function isSid<Prefix extends string>(prefix: Prefix, value: unknown): value is Sid<Prefix> {
  return typeof value === 'string' && patternOf(prefix).test(value);
}

/** A validation schema for a SID with the given prefix. */
export function sidSchema<Prefix extends string>(prefix: Prefix) {
  const problem = `must be a SID: ${prefix} and 32 hexadecimal digits`;
  return v.pipe(
    v.string(problem),
    v.regex(patternOf(prefix), problem),
    v.transform((text) => text as Sid<Prefix>),
  );
}

function patternOf(prefix: string): RegExp {
  return new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);
}
