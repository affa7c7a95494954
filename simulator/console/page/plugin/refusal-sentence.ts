import type { Failure } from '../../../../packages/flex-interactions-client/src';

const FIELD_NAMES: Readonly<Record<string, string>> = {
  to: 'The recipient',
  body: 'The text',
  subject: 'The subject',
  identity: 'The identity',
  contentSid: 'The template',
  workerSid: 'The agent',
  queueSid: 'The queue',
};

/** What went wrong as a sentence that a person understands, without the code that programs go by. */
export function toSentence(failure: Failure): string {
  if (failure.code === 'invalid_request') {
    return Object.entries(failure.details.fields)
      .map(([field, problem]) => `${FIELD_NAMES[field] ?? field} ${problem}.`)
      .join(' ');
  }
  if (failure.code === 'rate_limited') {
    const minutes = Math.ceil(failure.details.retryAfterSeconds / 60);
    return `You have written to too many customers lately. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
  }
  return failure.message;
}
