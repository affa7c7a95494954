import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOCAL_PROJECT } from '../account/local-account';
import type { Account, AccountOptions } from '../account/open-account';
import { openAccount } from '../account/open-account';
import { buildFunctions, ROOT } from '../build-functions';
import { runDoctor } from '../doctor/run-doctor';
import { CommandError } from '../terminal/command-error';
import type { Terminal } from '../terminal/terminal';
import { copyProject } from './copy-project';
import { runTwilioRun } from './run-twilio-run';

/** A build in the cloud may take five minutes, after the uploads. */
const LONGEST_DEPLOY_MS = 8 * 60_000;

export interface DeployOptions extends AccountOptions {
  /** False if `npm run check` has just been run. */
  readonly check: boolean;
}

/**
 * Checks, builds and deploys the project, then lets the doctor look at it.
 *
 * @returns whether the doctor found no error
 */
export async function runDeploy(options: DeployOptions, terminal: Terminal): Promise<boolean> {
  const { colors, write } = terminal;
  const account = await openAccount(options);
  const done = (what: string): void => {
    write(`${colors.green('✔')} ${what}`);
  };
  if (options.check) {
    await check();
    done('checked');
  }
  const project = options.local === true ? LOCAL_PROJECT : ROOT;
  if (options.local === true) await copyProject(project);
  else await buildFunctions();
  done('built');
  await deploy(account, project, options, write);
  done(`deployed to ${options.environment}`);
  write('');
  return runDoctor(await openAccount(options), options, terminal);
}

/** @throws CommandError with what is wrong */
async function check(): Promise<void> {
  const output: string[] = [];
  const child = spawn('npm', ['run', '--silent', 'check'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new CommandError(`npm run check found something, so nothing was deployed:\n${output.join('')}`);
}

async function deploy(
  { credentials, envFile, deployment }: Account,
  project: string,
  options: DeployOptions,
  write: Terminal['write'],
): Promise<void> {
  // Credentials go by a file that only this user can read: arguments can be read by everybody on the machine.
  const folder = await mkdtemp(path.join(tmpdir(), 'deploy-'));
  try {
    const settings = envFile.exists ? await readFile(envFile.file, 'utf8') : '';
    const file = path.join(folder, 'deploy.env');
    const { username, password } = credentials;
    // The last line of a name wins.
    const lines = `${settings}\nACCOUNT_SID=${username}\nAUTH_TOKEN=${password}\n`;
    await writeFile(file, lines, { mode: 0o600 });
    await runTwilioRun({
      project,
      envFile: file,
      args: [
        ...(options.environment === 'production' ? ['--production'] : ['--environment', options.environment]),
        // Another clone, or CI, has deployed the service before.
        ...(deployment ? ['--service-sid', deployment.serviceSid] : []),
      ],
      limitMs: LONGEST_DEPLOY_MS,
      onOutput: (text) => {
        for (const line of text.split('\n').filter((one) => /https:\/\/\S+twil\.io/.test(one)))
          write(`    ${line.trim()}`);
      },
      ...(options.local === true ? { twilioPort: Number(process.env.EMBEDDED_TWILIO_PORT) } : {}),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
