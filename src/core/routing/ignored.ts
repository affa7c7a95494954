/** Why an event leads to nothing. */
export const IGNORED_REASONS = [
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
  'channel_unknown',
] as const;

type IgnoredReason = (typeof IGNORED_REASONS)[number];

export interface Ignored {
  readonly outcome: 'ignored';
  readonly reason: IgnoredReason;
}

export function ignored(reason: IgnoredReason): Ignored {
  return { outcome: 'ignored', reason };
}
