import type { Command } from 'commander';
import pc from 'picocolors';
import { CommandError } from './command-error';

/** Runs a command of this process; what its caller can cure is told without a stack, and nothing of a request. */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    const { red } = pc.createColors(process.stderr.isTTY);
    process.stderr.write(`${red('✖')} ${describe(error)}\n`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if (!(error instanceof Error)) return 'Something that is not an error was thrown.';
  const { status, code, message } = error as Error & { status?: unknown; code?: unknown };
  if (typeof status === 'number') {
    const number =
      typeof code === 'number' ? `, error ${code}: https://www.twilio.com/docs/api/errors/${code}` : '';
    const hint = status === 401 ? ' Check the credentials.' : '';
    return `Twilio refused: ${message} (${status}${number}).${hint}`;
  }
  return typeof code === 'string' ? `Twilio could not be reached (${code}).` : (error.stack ?? message);
}
