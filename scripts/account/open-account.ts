import path from 'node:path';
import type { Command } from 'commander';
import type { Twilio } from 'twilio';
import { ROOT } from '../build-functions';
import type { Credentials } from './credentials';
import { findCredentials } from './credentials';
import type { Deployment } from './deployment';
import { findDeployment } from './deployment';
import { EnvFile } from './env-file';
import type { OpenedAccount } from './local-account';
import { openLocal } from './local-account';

/** What every command that calls Twilio is told. */
export interface AccountOptions {
  readonly environment: string;
  readonly local?: boolean;
  readonly profile?: string;
  readonly url?: string;
}

/** An account with what this project has in it. */
export interface Account {
  readonly client: Twilio;
  readonly credentials: Credentials;
  readonly envFile: EnvFile;
  readonly routingTableFile: string;
  readonly deployment: Deployment | undefined;
  /** Where the Functions are. */
  readonly deploymentUrl: string | undefined;
}

/** Adds the options of an account to a command. */
export function withAccountOptions(command: Command): Command {
  return command
    .option(
      '--environment <name>',
      'end of the deployment’s domain, or "production" for the one without',
      'dev',
    )
    .option('--url <url>', 'where the Functions are, if not where Twilio Functions has them')
    .option('--profile <name>', 'profile of the Twilio CLI; else the environment, .env or the active profile')
    .option(
      '--local',
      'the embedded Twilio that `npm start` runs in another terminal, instead of an account',
    );
}

/** @throws CommandError if there are no credentials */
export async function openAccount(options: AccountOptions): Promise<Account> {
  const { credentials, folder, functionsUrl } =
    options.local === true ? await openLocal() : await openCloud(options);
  const client = await newClient(credentials);
  const deployment = await findDeployment(client, options.environment);
  return {
    client,
    credentials,
    envFile: await EnvFile.open(path.join(folder, '.env')),
    routingTableFile:
      options.local === true
        ? path.join(folder, 'routing.private.json')
        : path.join(ROOT, 'src', 'assets', 'routing.private.json'),
    deployment,
    deploymentUrl: options.url?.replace(/\/+$/, '') ?? functionsUrl ?? deployment?.url,
  };
}

async function openCloud({ profile }: AccountOptions): Promise<OpenedAccount> {
  const envFile = await EnvFile.open(path.join(ROOT, '.env'));
  return { credentials: await findCredentials({ environment: process.env, envFile, profile }), folder: ROOT };
}

async function newClient({ accountSid, username, password }: Credentials): Promise<Twilio> {
  const { default: twilio } = await import('twilio');
  return twilio(username, password, { accountSid, autoRetry: true, maxRetries: 3, timeout: 15_000 });
}
