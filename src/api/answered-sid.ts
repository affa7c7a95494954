import * as v from 'valibot';

/** A SID in an answer. */
export function answeredSid(prefix: string) {
  return v.pipe(v.string(), v.regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`)));
}
