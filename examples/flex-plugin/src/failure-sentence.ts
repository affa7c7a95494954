import type { Failure } from 'flex-interactions-client';

const FIELD_NAMES: Readonly<Record<string, string>> = { to: 'The number', body: 'The text' };

/** What went wrong, as a sentence for the agent. */
export function toSentence(failure: Failure): string {
  switch (failure.code) {
    case 'invalid_request':
      return Object.entries(failure.details.fields)
        .map(([field, problem]) => `${FIELD_NAMES[field] ?? field} ${problem}.`)
        .join(' ');
    case 'rate_limited': {
      const minutes = Math.ceil(failure.details.retryAfterSeconds / 60);
      return `You have written to too many customers lately. Try again in ${minutes} min.`;
    }
    case 'conversation_already_open':
      return WITH_SENTENCES[failure.details.with];
    case 'unreachable':
      return 'The server could not be reached. Look whether it was done before you try again.';
    default:
      return failure.message;
  }
}

const WITH_SENTENCES = {
  you: 'You are in a conversation with this customer already.',
  another_agent: 'A colleague is in a conversation with this customer.',
  nobody:
    'This customer has an open conversation that nobody is in. Accept it if it is offered to you, or else resume it.',
} as const;
