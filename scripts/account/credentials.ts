import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { isSid } from '../../src/core/sid';
import { CommandError } from '../terminal/command-error';
import type { EnvFile } from './env-file';

/** What a command calls Twilio with. */
export interface Credentials {
  readonly accountSid: string;
  /** The account's SID or that of an API key. */
  readonly username: string;
  readonly password: string;
  /** Where they were found, e.g. `the environment`. */
  readonly source: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

interface CredentialSources {
  readonly environment: Variables;
  readonly envFile: EnvFile;
  /** The profile of the Twilio CLI to use; its active one by default. */
  readonly profile?: string | undefined;
  /** The file of the Twilio CLI. */
  readonly cliConfigFile?: string;
}

const profileSchema = v.object({ accountSid: v.string(), apiKey: v.string(), apiSecret: v.string() });
const cliConfigSchema = v.object({
  activeProject: v.nullish(v.string()),
  profiles: v.optional(v.record(v.string(), v.unknown()), {}),
});

/**
 * Finds credentials: the environment first, then `.env`, then the profile of the Twilio CLI. A profile that is asked
 * for by name comes before all.
 *
 * @throws CommandError if there are none
 * @see https://www.twilio.com/docs/twilio-cli/general-usage/profiles
 */
export async function findCredentials(sources: CredentialSources): Promise<Credentials> {
  if (sources.profile !== undefined) return readProfile(sources);
  return (
    fromVariables(sources.environment, 'the environment') ??
    fromVariables(sources.envFile.values(), '.env') ??
    (await readProfile(sources))
  );
}

function fromVariables(variables: Variables, source: string): Credentials | undefined {
  const accountSid = variables.TWILIO_ACCOUNT_SID ?? variables.ACCOUNT_SID;
  if (!isSid('AC', accountSid)) return undefined;
  const { TWILIO_API_KEY: key, TWILIO_API_SECRET: secret } = variables;
  if (key && secret) return { accountSid, username: key, password: secret, source };
  const token = variables.TWILIO_AUTH_TOKEN ?? variables.AUTH_TOKEN;
  return token ? { accountSid, username: accountSid, password: token, source } : undefined;
}

async function readProfile({
  profile,
  cliConfigFile = defaultCliConfigFile(),
}: CredentialSources): Promise<Credentials> {
  const text = await readFile(cliConfigFile, 'utf8').catch(() => undefined);
  const config = text === undefined ? undefined : v.safeParse(cliConfigSchema, parseJson(text));
  const name = profile ?? (config?.success === true ? config.output.activeProject : undefined);
  const found = config?.success === true && name ? config.output.profiles[name] : undefined;
  const parsed = v.safeParse(profileSchema, found);
  if (parsed.success) {
    const { accountSid, apiKey: username, apiSecret: password } = parsed.output;
    return { accountSid, username, password, source: `the Twilio CLI profile ${name ?? ''}` };
  }
  if (profile !== undefined)
    throw new CommandError(`The Twilio CLI has no profile ${profile}: twilio profiles:list`);
  throw new CommandError(
    'No credentials. Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or log in once with `twilio login`. To try this without an account, start `npm start` in another terminal and add --local.',
  );
}

function defaultCliConfigFile(): string {
  return path.join(homedir(), '.twilio-cli', 'config.json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
