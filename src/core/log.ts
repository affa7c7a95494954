/** Every field that may ever be logged: none of them can hold a name, an address, a text or a token. */
export const LOG_FIELDS = [
  'level',
  'at',
  'url',
  'event',
  'outcome',
  'reason',
  'code',
  'alert',
  'recorded',
  'status',
  'signature',
  'setting',
  'operation',
  'error',
  'where',
  'conversationSid',
  'messageSid',
  'interactionSid',
  'channelSid',
  'taskSid',
  'inviteSid',
  'workerSid',
  'events',
  'unfinished',
  'checked',
  'suspects',
  'repaired',
  'failed',
  'calls',
  'ms',
  'requestId',
] as const;

type LogField = (typeof LOG_FIELDS)[number];

/** One line of the log: one per invocation, and one per event of an Event Streams delivery that did something. */
export type LogLine = Readonly<Partial<Record<LogField, string | number | boolean>>> & {
  readonly level: 'info' | 'error';
};

/**
 * Builds a log line of the allowed fields only; anything else in the given objects is dropped.
 *
 * @param level `error` for a line that an operator has to see
 * @param facts later ones win
 */
export function toLogLine(level: 'info' | 'error', ...facts: readonly object[]): LogLine {
  const all = Object.assign({}, ...facts, { level }) as Record<string, unknown>;
  const line: Record<string, unknown> = {};
  for (const field of LOG_FIELDS) {
    const value = all[field];
    if (typeof value === 'number' || typeof value === 'boolean' || isPlain(value)) line[field] = value;
  }
  return { ...line, level };
}

/** SIDs, words of ours, paths and times; no address passes, even if one were given by mistake. */
function isPlain(value: unknown): value is string {
  return typeof value === 'string' && /^[\w .,:/*-]{1,200}$/.test(value);
}
