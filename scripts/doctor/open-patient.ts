import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseRoutingTable } from '../../src/core/routing-table/routing-table';
import { ConfigurationError } from '../../src/core/settings';
import type { Deployment } from '../account/deployment';
import { readVariables } from '../account/deployment';
import type { Account } from '../account/open-account';
import { listFiles, ROOT } from '../build-functions';
import type { Patient } from './patient';

/** Longer than a Function may run, in milliseconds. */
const LONGEST_CALL_MS = 12_000;

/** Posts an empty form to a URL; the status, or 0 if there was no answer. */
export type StatusOf = (url: string) => Promise<number>;

/** Gathers what the doctor examines. */
export async function openPatient(
  account: Account,
  deployment: Deployment,
  statusOf: StatusOf,
): Promise<Patient> {
  const { client, credentials, envFile, routingTableFile, deploymentUrl } = account;
  const url = deploymentUrl ?? deployment.url;
  return {
    client,
    accountSid: credentials.accountSid,
    deployment,
    url,
    variables: await readVariables(client, deployment),
    envFile,
    table: await readTable(routingTableFile),
    functions: await listFunctions(),
    callUnsigned: (functionPath) => statusOf(`${url}${functionPath}`),
  };
}

async function readTable(file: string): Promise<Patient['table']> {
  try {
    return parseRoutingTable(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof ConfigurationError) return { problem: error.message };
    return { problem: 'routing.private.json is missing' };
  }
}

/** The Functions of this project, by the URLs that they get. */
async function listFunctions(): Promise<Map<string, string>> {
  const files = await listFiles(path.join(ROOT, 'src', 'functions'));
  return new Map(
    files.map((file) => {
      const visibility = /\.(protected|private)\.ts$/.exec(file)?.[1] ?? 'public';
      return [`/${file.replace(/(\.protected|\.private)?\.ts$/, '')}`, visibility];
    }),
  );
}

export const fetchStatus: StatusOf = async (url) => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(),
      signal: AbortSignal.timeout(LONGEST_CALL_MS),
    });
    return answer.status;
  } catch {
    return 0;
  }
};
