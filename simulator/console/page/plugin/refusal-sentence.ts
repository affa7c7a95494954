const FIELD_NAMES: Readonly<Record<string, string>> = {
  to: 'The recipient',
  body: 'The text',
  subject: 'The subject',
  identity: 'The identity',
  contentSid: 'The template',
  workerSid: 'The agent',
  queueSid: 'The queue',
};

/** A refusal as a sentence that a person understands, without the code that programs go by. */
export function toSentence(refusal: Readonly<Record<string, unknown>>): string {
  const { code, message, details } = refusal as {
    code?: string;
    message?: string;
    details?: { fields?: Readonly<Record<string, string>>; retryAfterSeconds?: number };
  };
  if (code === 'invalid_request' && details?.fields) {
    return Object.entries(details.fields)
      .map(([field, problem]) => `${FIELD_NAMES[field] ?? field} ${problem}.`)
      .join(' ');
  }
  if (code === 'rate_limited' && details?.retryAfterSeconds !== undefined) {
    const minutes = Math.ceil(details.retryAfterSeconds / 60);
    return `You have written to too many customers lately. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
  }
  return message ?? 'Something went wrong. Try again.';
}
