import type { Colors } from 'picocolors/types';
import type { LoggedLine } from './log-line';

/** In columns of their own. */
const SHOWN = ['at', 'level', 'url', 'event', 'outcome', 'reason', 'code', 'ms', 'calls', 'status'];

/** One line for a person: when, where, what came of it, and what it was about. */
export function showLine({ atMs, level, fields, text }: LoggedLine, colors: Colors): string {
  const at = colors.dim(new Date(atMs).toISOString().replace('T', ' ').slice(0, 19));
  if (!fields) return `${at}  ${level === 'error' ? colors.red(text ?? '') : (text ?? '')}`;
  const { url = '', event = '', outcome = '', reason, code, status, ms, calls } = fields;
  const result = [outcome, reason, code].filter((part) => part !== undefined).join(' · ');
  const rest = Object.entries(fields)
    .filter(([name]) => !SHOWN.includes(name))
    .map(([name, value]) => `${name}=${value}`);
  const costs = [
    status === undefined ? '' : String(status),
    ms === undefined ? '' : `${ms} ms`,
    calls === undefined ? '' : `${calls} calls`,
  ];
  return [
    at,
    String(url).replace(/^\//, '').padEnd(24),
    String(event).padEnd(28),
    fields.level === 'error' ? colors.red(result) : result,
    colors.dim([...costs.filter(Boolean), ...rest].join('  ')),
  ].join('  ');
}
