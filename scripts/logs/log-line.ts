import * as v from 'valibot';

/** A line that a Function wrote: one of this project's, or anything else, such as the trace of a crash. */
export interface LoggedLine {
  /** When Twilio took it, in epoch milliseconds. */
  readonly atMs: number;
  readonly level: string;
  /** The fields of one of this project's lines. */
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
  /** The text of any other. */
  readonly text?: string;
}

const fieldsSchema = v.pipe(
  v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  v.check((fields) => 'level' in fields),
);

/** @param entry as the Serverless API lists it */
export function readLogEntry(entry: {
  readonly level: string;
  readonly message: string;
  readonly dateCreated: Date;
}): LoggedLine {
  const line = { atMs: entry.dateCreated.getTime(), level: entry.level };
  const parsed = v.safeParse(fieldsSchema, parseJson(entry.message));
  return parsed.success ? { ...line, fields: parsed.output } : { ...line, text: entry.message };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Which lines are wanted; all if nothing is said. */
interface LogFilter {
  /** E.g. `failed`; any of them. */
  readonly outcomes: readonly string[];
  readonly conversationSid?: string | undefined;
  readonly alertsOnly: boolean;
}

export function isWanted({ fields, level }: LoggedLine, filter: LogFilter): boolean {
  if (filter.alertsOnly && level !== 'error' && fields?.level !== 'error') return false;
  if (filter.outcomes.length > 0 && !filter.outcomes.includes(String(fields?.outcome ?? ''))) return false;
  return filter.conversationSid === undefined || fields?.conversationSid === filter.conversationSid;
}
