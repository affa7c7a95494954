import type { Account } from '../account/open-account';
import { CommandError } from '../terminal/command-error';
import type { Terminal } from '../terminal/terminal';
import { isWanted, readLogEntry } from './log-line';
import { showLine } from './show-line';

export interface LogsOptions {
  readonly environment: string;
  readonly outcome?: readonly string[];
  readonly conversation?: string;
  readonly alerts?: boolean;
  readonly since: string;
  readonly until?: string;
  readonly json?: boolean;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Shows what a deployment logged, oldest first.
 *
 * @param nowMs epoch milliseconds
 * @returns how many lines
 * @throws CommandError if nothing is deployed or an option is wrong
 */
export async function runLogs(
  { client, deployment }: Account,
  options: LogsOptions,
  terminal: Terminal,
  nowMs: number,
): Promise<number> {
  if (!deployment) throw new CommandError(`Nothing is deployed to ${options.environment}.`);
  const { serviceSid, environmentSid } = deployment;
  const { conversation: conversationSid } = options;
  if (conversationSid !== undefined && !/^CH[0-9a-f]{32}$/.test(conversationSid))
    throw new CommandError('--conversation wants the SID of a Conversation: CH and 32 hexadecimal digits.');
  const entries = await client.serverless.v1
    .services(serviceSid)
    .environments(environmentSid)
    .logs.list({
      startDate: new Date(timeOf(options.since, '--since', nowMs)),
      endDate: new Date(options.until === undefined ? nowMs : timeOf(options.until, '--until', nowMs)),
    });
  const filter = { outcomes: options.outcome ?? [], conversationSid, alertsOnly: options.alerts === true };
  const lines = entries
    .map(readLogEntry)
    .filter((line) => isWanted(line, filter))
    .sort((one, other) => one.atMs - other.atMs);
  for (const line of lines)
    terminal.write(
      options.json === true
        ? JSON.stringify(line.fields ?? { text: line.text })
        : showLine(line, terminal.colors),
    );
  return lines.length;
}

/** A time, or how long ago: `90m`, `24h`, `7d`. */
function timeOf(text: string, option: string, nowMs: number): number {
  const [, amount, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (amount !== undefined) return nowMs - Number(amount) * (UNITS[unit] ?? 0);
  const atMs = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs))
    throw new CommandError(`${option} wants how long ago, e.g. 24h, or a time, e.g. 2026-01-31T09:00Z.`);
  return atMs;
}
