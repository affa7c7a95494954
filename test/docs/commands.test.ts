import { execFileSync } from 'node:child_process';
import { ROOT } from '../../scripts/build-functions';
import { commandsOf, flagsOf, hasScript, missingProgram, npmCommandsOf, scriptOf } from './commands';
import type { Document } from './documents';
import { readDocuments } from './documents';

const documents = readDocuments();
const found = documents.flatMap(commandsOf);
const npmCommands = documents.flatMap(npmCommandsOf);

/** By what each command of a shell block is executed, or why it cannot be; `*` stands for anything. */
const EXECUTED_BY: Readonly<Record<string, string>> = {
  'npm ci': '.ci/run',
  'npm cit': '.ci/run',
  'npm test': '.ci/run',
  'npx jest test/functions': '.ci/run, as a part of the tests',
  'npm run check': '.ci/run',
  'npm run coverage': 'the coverage job of .github/workflows/ci.yml',
  'npm run break-it': 'test/reliability/deliberate-breaks.test.ts, for a sample',
  'npm run mutate': 'test/mutation, for one file of tests and a report of a few mutants',
  'npm run reliability': 'test/reliability, in the long form of the same tests',
  'npm start': 'test/docs/started.test.ts',
  'npm run demo': 'test/docs/started.test.ts',
  'npm run logs': 'test/docs/started.test.ts, with --local',
  'npm run logs -- --local': 'test/docs/started.test.ts',
  'npm run doctor': 'test/operations/doctor.test.ts',
  'npm run deploy': 'test/runtime/deploy-rehearsal.test.ts',
  'npm run setup': 'test/operations/setup.test.ts',
  'npm run setup -- --apply': 'test/operations/setup.test.ts',
  'npm run setup -- --local': 'test/docs/started.test.ts',
  'npm run setup -- --local --apply': 'test/docs/started.test.ts',
  'npm run setup -- --local --remove': 'test/docs/started.test.ts',
  'npm run deploy -- --local': 'test/docs/started.test.ts, without the check that .ci/run makes',
  'npm run doctor -- --local': 'test/docs/started.test.ts',
  'cp .env.example .env': 'test/invariants/env-example.test.ts reads it',
  'curl *http://localhost:4010/embedded-twilio/*': 'test/docs/started.test.ts',
  'curl *http://localhost:3000/backend/health': 'test/docs/started.test.ts',
  'npm run build:client': '.github/workflows/ci.yml, the job of the sample plugin',
  'cp public/appConfig.example.js public/appConfig.js': 'nothing: for a plugin on a machine of its own',
  'twilio flex:plugins:start': 'nothing: it needs an account with Flex',
  'SWEEP_URL=* node sweep.mjs': 'test/operations/sweep-schedule.test.ts',
};

function isExecuted(command: string): boolean {
  return Object.keys(EXECUTED_BY).some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(command);
  });
}

/** What the scripts say about their flags, each asked once. */
const helps = new Map<string, string>();

function helpOf(script: string): string {
  const known = helps.get(script);
  if (known !== undefined) return known;
  const help = execFileSync('npm', ['run', '--silent', script, '--', '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  helps.set(script, help);
  return help;
}

/** Flags of a command that its script does not know. */
function unknownFlags(command: string): string[] {
  const script = scriptOf(command);
  return flagsOf(command)
    .filter((flag) => script === undefined || !new RegExp(`(^|\\s)${flag}\\b`, 'm').test(helpOf(script)))
    .map((flag) => `${command}: ${flag}`);
}

const document = (text: string): Document => ({ name: 'x.md', text });

describe('commands of the documents', () => {
  it('are each executed by a test, or known not to be', () => {
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(({ command }) => !isExecuted(command))).toEqual([]);
  });

  it('are all of which the list speaks', () => {
    const unused = Object.keys(EXECUTED_BY).filter((pattern) => {
      const [start = '', ...others] = pattern.split('*');
      return !found.some(({ command }) => command.startsWith(start) && command.endsWith(others.at(-1) ?? ''));
    });
    expect(unused).toEqual([]);
  });

  it('run npm scripts that there are', () => {
    const running = npmCommands.filter(({ command }) => scriptOf(command) !== undefined);
    const scripts = running.map(({ command }) => scriptOf(command));
    expect(scripts).toEqual(expect.arrayContaining(['setup', 'start', 'demo', 'bench']));
    expect(running.filter((one) => !hasScript(one))).toEqual([]);
  });

  it('have flags that their scripts know', () => {
    const all = [...new Set(npmCommands.map(({ command }) => command))];
    expect(all.flatMap(flagsOf)).toEqual(expect.arrayContaining(['--local', '--alerts', '--unwired']));
    expect(all.flatMap(unknownFlags)).toEqual([]);
  });

  it('name programs that there are', () => {
    const programs = documents.flatMap(({ text }) =>
      [...text.matchAll(/`(node [^`\n]+)`/g)].map(([, command = '']) => command),
    );
    expect(programs).toContain('node --import tsx scripts/check-assumptions.ts');
    expect(programs.map(missingProgram).filter((file) => file !== undefined)).toEqual([]);
  });
});

describe('a document would be caught that', () => {
  it('shows a command that no test executes', () => {
    const commands = commandsOf(document('```sh\nnpm run setup -- --local --now   # quickly\n```\n'));
    expect(commands.map(({ command }) => [command, isExecuted(command)])).toEqual([
      ['npm run setup -- --local --now', false],
    ]);
  });

  it('shows one after another on the same line', () => {
    const commands = commandsOf(document('```\nnpm ci && rm -rf /\n```\n'));
    expect(commands.map(({ command }) => isExecuted(command))).toEqual([true, false]);
  });

  it('names a script that does not exist', () => {
    const named = npmCommandsOf(document('Run `npm run gone -- --apply` or `npm run check` now.'));
    expect(named.map(hasScript)).toEqual([false, true]);
  });

  it('names a flag that its script does not know', () => {
    expect(unknownFlags('npm run logs -- --local --yesterday')).toEqual([
      'npm run logs -- --local --yesterday: --yesterday',
    ]);
  });

  it('names a program that does not exist', () => {
    expect(missingProgram('node --import tsx scripts/gone.ts')).toBe('scripts/gone.ts');
  });
});
