import type { Account } from '../account/open-account';
import type { Terminal } from '../terminal/terminal';
import { examine } from './examine';
import type { Finding } from './findings';
import { CHECKS, finding } from './findings';
import type { StatusOf } from './open-patient';
import { fetchStatus, openPatient } from './open-patient';

export interface DoctorOptions {
  readonly environment: string;
  readonly json?: boolean;
}

/**
 * Examines a deployment and the account around it.
 *
 * @returns whether no error was found; warnings do not count
 */
export async function runDoctor(
  account: Account,
  options: DoctorOptions,
  terminal: Terminal,
  statusOf: StatusOf = fetchStatus,
): Promise<boolean> {
  const found = account.deployment
    ? await examine(await openPatient(account, account.deployment, statusOf))
    : [finding('not-deployed', options.environment)];
  if (options.json === true) terminal.write(JSON.stringify({ findings: found }, null, 2));
  else for (const line of showFindings(found, terminal)) terminal.write(line);
  return found.every(({ severity }) => severity !== 'error');
}

function showFindings(found: readonly Finding[], { colors }: Terminal): string[] {
  const lines = CHECKS.flatMap((check) => {
    const here = found.filter((one) => one.check === check);
    if (here.length === 0) return [`${colors.green('✔')} ${check}`];
    return [
      colors.bold(`  ${check}`),
      ...here.flatMap(({ id, severity, sentence, cure, link }) => [
        `${severity === 'error' ? colors.red('✖') : colors.yellow('!')} ${sentence}`,
        `    ${cure}`,
        colors.dim(`    ${id}  ${link}`),
      ]),
    ];
  });
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const summary =
    found.length === 0
      ? 'Healthy.'
      : `${counted(errors, 'error')}, ${counted(found.length - errors, 'warning')}.`;
  return [...lines, '', summary];
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
