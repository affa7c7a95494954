import type { Twilio } from 'twilio';
import type { RoutingTable } from '../../src/core/routing-table/routing-table';
import type { Deployment } from '../account/deployment';
import type { EnvFile } from '../account/env-file';

/** What the doctor examines: a deployment with the account around it. */
export interface Patient {
  readonly client: Twilio;
  readonly accountSid: string;
  readonly deployment: Deployment;
  /** Where its Functions are. */
  readonly url: string;
  /** Its variables, as they are deployed. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** From which they are deployed. */
  readonly envFile: EnvFile;
  /** The routing table of this project, or what is wrong with it. */
  readonly table: RoutingTable | { readonly problem: string };
  /** The Functions of this project, e.g. `/webhooks/conversations`, with their visibility. */
  readonly functions: ReadonlyMap<string, string>;
  /** Calls a URL of the deployment without any proof of who calls; the status, or 0 if there was no answer. */
  callUnsigned(path: string): Promise<number>;
}

/** The entries of the patient's routing table that are about an address. */
export function addressEntries({
  table,
}: Patient): [address: string, entry: RoutingTable['addresses'][string]][] {
  return 'problem' in table ? [] : Object.entries(table.addresses);
}
