import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pc from 'picocolors';
import { findDeployment } from '../../scripts/account/deployment';
import { EnvFile } from '../../scripts/account/env-file';
import type { Account } from '../../scripts/account/open-account';
import type { Terminal } from '../../scripts/terminal/terminal';
import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import type { FlexAccount } from '../../simulator/flex-account';
import { setUpFlexAccount } from '../../simulator/flex-account';
import { ManualClock } from '../../simulator/kernel/clock';
import { sdkClientOf } from '../simulator/sdk-client';

export const DEPLOYMENT_URL = 'https://flex-1234-dev.twil.io';
export const NUMBER = '+14155550111';
export const WHATSAPP = `whatsapp:${NUMBER}`;
export const FOREIGN_URL = 'https://crm.example.com/hook';

/** An account and a clone of the project, as a command of operations finds them. */
export interface TestAccount {
  readonly twilio: EmbeddedTwilio;
  readonly flex: FlexAccount;
  readonly folder: string;
  /** The account as opened anew, with or without a deployment. */
  open(deploymentUrl?: string): Promise<Account>;
  /** Everything that setup may touch, as text. */
  snapshot(): Promise<string>;
  stop(): Promise<void>;
}

export interface TestAccountOptions {
  readonly table?: string;
  /** The text of `.env`. */
  readonly env?: string;
  readonly owned?: readonly string[];
}

export async function newTestAccount(options: TestAccountOptions = {}): Promise<TestAccount> {
  const { table, env, owned = [NUMBER, WHATSAPP] } = options;
  const twilio = new EmbeddedTwilio({ clock: new ManualClock(), seed: 'operations' });
  const flex = setUpFlexAccount(twilio);
  for (const address of owned) twilio.senders.own(address);
  const folder = await mkdtemp(path.join(tmpdir(), 'operations-'));
  const [envFile, tableFile] = [path.join(folder, '.env'), path.join(folder, 'routing.private.json')];
  if (env !== undefined) await writeFile(envFile, env);
  if (table !== undefined) await writeFile(tableFile, table);
  const client = sdkClientOf(twilio);
  return {
    twilio,
    flex,
    folder,
    open: async (deploymentUrl) => ({
      client,
      credentials: { accountSid: twilio.accountSid, username: '', password: '', source: 'the test' },
      envFile: await EnvFile.open(envFile),
      routingTableFile: tableFile,
      deployment: await findDeployment(client, 'dev'),
      deploymentUrl,
    }),
    snapshot: async () => {
      const files = [envFile, tableFile].map((file) => readFile(file, 'utf8').catch(() => null));
      return JSON.stringify({ account: configurationOf(twilio), files: await Promise.all(files) }, null, 2);
    },
    stop: () => rm(folder, { recursive: true }),
  };
}

function configurationOf(twilio: EmbeddedTwilio): object {
  const { conversations, workspace, interactionWebhooks, eventStreams, sync } = twilio;
  return {
    services: [...conversations.services.values()],
    timers: conversations.defaultTimers,
    addresses: [...conversations.addresses.values()].map(({ sid, auto_creation: creation }) => [
      sid,
      creation,
    ]),
    callback: [workspace.entity.event_callback_url, workspace.entity.events_filter],
    interactions: [...interactionWebhooks.webhooks.values()],
    sinks: [...eventStreams.sinks.values()],
    subscriptions: [...eventStreams.subscriptions.values()].map(({ types, ...rest }) => [rest, [...types]]),
    sync: [...sync.services.values()].map(({ entity }) => [
      entity.sid,
      entity.friendly_name,
      entity.acl_enabled,
    ]),
  };
}

/** Gives everything that setup configures to somebody else. */
export function useByOthers({ twilio, flex }: TestAccount): void {
  const { conversations, workspace, world } = twilio;
  const service = conversations.services.get(conversations.defaultServiceSid);
  if (service) {
    service.webhooks.post_webhook_url = FOREIGN_URL;
    service.webhooks.filters = ['onParticipantAdded', 'onMessageAdded'];
  }
  workspace.entity.event_callback_url = FOREIGN_URL;
  workspace.entity.events_filter = 'worker.activity.update, task.created';
  conversations.defaultTimers.closed = 'P7D';
  const sid = world.sids.next('IG');
  conversations.addresses.set(sid, {
    sid,
    account_sid: twilio.accountSid,
    type: 'sms',
    address: NUMBER,
    friendly_name: 'Main',
    address_country: null,
    auto_creation: {
      enabled: true,
      type: 'studio',
      conversation_service_sid: conversations.defaultServiceSid,
      webhook_url: null,
      webhook_method: null,
      webhook_filters: null,
      studio_flow_sid: flex.everyone.sid.replace('WQ', 'FW'),
      studio_retry_count: 2,
    },
    date_created: '2026-01-05T09:00:00Z',
    date_updated: '2026-01-05T09:00:00Z',
    url: `https://conversations.twilio.com/v1/Configuration/Addresses/${sid}`,
  });
  twilio.interactionWebhooks.webhooks.set('flex_interactionwebhook_foreign', {
    ttid: 'flex_interactionwebhook_foreign',
    type: 'global',
    friendlyName: null,
    url: FOREIGN_URL,
    method: 'POST',
    events: ['onParticipantJoined'],
  });
}

/** A terminal that remembers what was written, without colours. */
export function recordingTerminal(): Terminal & { readonly lines: string[]; readonly text: () => string } {
  const lines: string[] = [];
  return {
    colors: pc.createColors(false),
    lines,
    write: (line) => lines.push(line),
    text: () => lines.join('\n'),
  };
}
