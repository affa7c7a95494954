import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as v from 'valibot';
import { ROOT } from '../build-functions';
import { CommandError } from '../terminal/command-error';
import type { Credentials } from './credentials';

/** Where an account is found. */
export interface OpenedAccount {
  readonly credentials: Credentials;
  /** Where `.env` is. */
  readonly folder: string;
  readonly functionsUrl?: string;
}

/** What `npm start` writes down for the commands. */
export const LOCAL_FOLDER = path.join(ROOT, '.cache', 'local');
export const LOCAL_TWILIO_FILE = path.join(LOCAL_FOLDER, 'embedded-twilio.json');

export const LOCAL_PROJECT = path.join(LOCAL_FOLDER, 'project');

const localTwilioSchema = v.object({
  accountSid: v.string(),
  authToken: v.string(),
  twilioPort: v.number(),
  functionsUrl: v.string(),
});

/** Files are kept apart, so that trying changes nothing of the project. */
export async function openLocal(): Promise<OpenedAccount> {
  const text = await readFile(LOCAL_TWILIO_FILE, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new CommandError('Nothing runs here yet: start `npm start` in another terminal.');
  const { accountSid, authToken, twilioPort, functionsUrl } = v.parse(localTwilioSchema, JSON.parse(text));
  await fetch(`http://127.0.0.1:${twilioPort}/`).catch(() => {
    throw new CommandError('The embedded Twilio has stopped: start `npm start` again in another terminal.');
  });
  process.env.EMBEDDED_TWILIO_PORT = String(twilioPort);
  createRequire(__filename)('../../simulator/redirect.cjs');
  const credentials = { accountSid, username: accountSid, password: authToken, source: 'npm start' };
  return { credentials, folder: LOCAL_FOLDER, functionsUrl };
}
