import type * as v from 'valibot';

/** What is wrong with a value, without the value: the library's own messages quote what was received, ours never do. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is required';
  return issue.message.startsWith('Invalid ') ? `must be ${issue.expected ?? 'valid'}` : issue.message;
}
