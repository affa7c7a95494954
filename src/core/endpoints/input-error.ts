import type * as v from 'valibot';
import { getDotPath } from 'valibot';
import { describeIssue } from './describe-issue';

/** The caller's input is wrong; each field with what is wrong about it. Values are never repeated. */
export class InputError extends Error {
  readonly fields: Readonly<Record<string, string>>;

  constructor(fields: Readonly<Record<string, string>>) {
    super(`invalid: ${Object.keys(fields).join(', ')}`);
    this.name = 'InputError';
    this.fields = fields;
  }

  /** The wrong parameters; what stands within them may have a name of the caller's choice. */
  get parameters(): readonly string[] {
    return [...new Set(Object.keys(this.fields).map((path) => path.replace(/\..*/, '')))];
  }

  static fromIssues(issues: readonly v.BaseIssue<unknown>[]): InputError {
    return new InputError(
      Object.fromEntries(issues.map((issue) => [getDotPath(issue) ?? 'body', describeIssue(issue)])),
    );
  }
}
