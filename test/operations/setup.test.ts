import { readFile } from 'node:fs/promises';
import { runRemove } from '../../scripts/setup/run-remove';
import type { SetupOptions } from '../../scripts/setup/run-setup';
import { runSetup } from '../../scripts/setup/run-setup';
import type { TestAccount, TestAccountOptions } from './test-account';
import {
  DEPLOYMENT_URL,
  FOREIGN_URL,
  newTestAccount,
  NUMBER,
  recordingTerminal,
  useByOthers,
  WHATSAPP,
} from './test-account';

const TABLE = `{
  "addresses": {
    "${NUMBER}": { "inbound": true, "outbound": true },
    "${WHATSAPP}": { "inbound": true, "orphan": { "policy": "close" } }
  },
  "default": { "inbound": false }
}
`;
const ENV = '# ours\nALLOWED_ORIGINS=https://flex.example.com\nSYNC_SERVICE_SID=\n';

const accounts: TestAccount[] = [];

async function newAccount(options: TestAccountOptions = { table: TABLE, env: ENV }): Promise<TestAccount> {
  const account = await newTestAccount(options);
  accounts.push(account);
  return account;
}

afterEach(async () => {
  await Promise.all(accounts.splice(0).map((account) => account.stop()));
});

async function setup(
  account: TestAccount,
  options: Partial<SetupOptions> = {},
  deploymentUrl: string | null = DEPLOYMENT_URL,
) {
  const terminal = recordingTerminal();
  const flags = { workflow: account.flex.assignToAnyone.sid, closedTimer: 'P90D', ...options };
  const isDone = await runSetup(await account.open(deploymentUrl ?? undefined), flags, terminal);
  return { isDone, text: terminal.text() };
}

async function remove(account: TestAccount, force = false) {
  const terminal = recordingTerminal();
  const isDone = await runRemove(await account.open(DEPLOYMENT_URL), force, terminal);
  return { isDone, text: terminal.text() };
}

const ACCOUNTS: [kind: string, prepare: (account: TestAccount) => void, options: Partial<SetupOptions>][] = [
  ['an empty account', () => undefined, {}],
  ['an account that others use', useByOthers, { force: true }],
];

describe.each(ACCOUNTS)('setup of %s', (_, prepare, options) => {
  it('shows a plan and changes nothing', async () => {
    const account = await newAccount();
    prepare(account);
    const before = await account.snapshot();
    const { isDone, text } = await setup(account, options);
    expect(isDone).toBe(true);
    expect(text).toContain('This is a plan');
    expect(await account.snapshot()).toBe(before);
  });

  it('changes nothing the second time', async () => {
    const account = await newAccount();
    prepare(account);
    await setup(account, { ...options, apply: true });
    const applied = await account.snapshot();
    const { text } = await setup(account, { ...options, apply: true });
    expect(text).toContain('no change');
    expect(await account.snapshot()).toBe(applied);
  });

  it('is taken back byte for byte, also after it was applied twice', async () => {
    const account = await newAccount();
    prepare(account);
    const before = await account.snapshot();
    await setup(account, { ...options, apply: true });
    await setup(account, { ...options, apply: true, closedTimer: 'PT1H' });
    expect(await account.snapshot()).not.toBe(before);
    expect((await remove(account)).isDone).toBe(true);
    expect(await account.snapshot()).toBe(before);
  });

  it('points everything here', async () => {
    const account = await newAccount();
    prepare(account);
    await setup(account, { ...options, apply: true });
    const { conversations, workspace, interactionWebhooks, eventStreams, sync } = account.twilio;
    const { webhooks } = conversations.services.get(conversations.defaultServiceSid) ?? {};
    expect(webhooks?.post_webhook_url).toBe(`${DEPLOYMENT_URL}/webhooks/conversations`);
    expect(webhooks?.filters).toEqual(
      expect.arrayContaining(['onConversationAdded', 'onMessageAdded', 'onConversationStateUpdated']),
    );
    expect(workspace.entity.event_callback_url).toMatch(`${DEPLOYMENT_URL}/webhooks/taskrouter#`);
    expect(workspace.entity.events_filter).toMatch(/^[\w.,-]+$/);
    expect(workspace.entity.events_filter).toContain('task.canceled');
    expect([...interactionWebhooks.webhooks.values()].map(({ url }) => url)).toContain(
      `${DEPLOYMENT_URL}/webhooks/interactions`,
    );
    const [sink] = eventStreams.sinks.values();
    const env = await readFile(`${account.folder}/.env`, 'utf8');
    const password = /^EVENT_STREAMS_PASSWORD=(.+)$/m.exec(env)?.[1] ?? '';
    expect(sink?.configuration.destination).toContain(`:${password}@`);
    const ours = [...sync.services.values()].find(({ entity }) => entity.acl_enabled);
    expect(env).toContain(`SYNC_SERVICE_SID=${ours?.entity.sid ?? 'none'}\n`);
    const addresses = [...conversations.addresses.values()];
    expect(
      addresses.map(({ address, auto_creation: { enabled, type } }) => [address, enabled, type]),
    ).toEqual([
      [NUMBER, true, 'default'],
      [WHATSAPP, true, 'default'],
    ]);
  });

  it('shows no secret', async () => {
    const account = await newAccount();
    prepare(account);
    const { text } = await setup(account, { ...options, apply: true });
    const env = await readFile(`${account.folder}/.env`, 'utf8');
    const secrets = [...env.matchAll(/^(?:EVENT_STREAMS_PASSWORD|BACKEND_API_KEY)=(.+)$/gm)].map(
      ([, one]) => one,
    );
    expect(secrets).toHaveLength(2);
    for (const secret of [...secrets, account.twilio.authToken]) expect(text).not.toContain(secret);
    const kept = JSON.stringify(
      [...account.twilio.sync.services.values()].map(({ documents }) => [...documents]),
    );
    for (const secret of secrets) expect(kept).not.toContain(secret);
  });
});

describe('setup of an account that others use', () => {
  it('changes nothing at all without --force, and names everything that is in the way', async () => {
    const account = await newAccount();
    useByOthers(account);
    const before = await account.snapshot();
    await expect(setup(account, { apply: true })).rejects.toThrow('Nothing was changed');
    expect(await account.snapshot()).toBe(before);
    const { isDone, text } = await setup(account);
    expect(isDone).toBe(false);
    for (const displaced of [
      `the webhook ${FOREIGN_URL}`,
      `the event callback ${FOREIGN_URL}`,
      'the Studio flow FW',
    ])
      expect(text).toContain(displaced);
  });

  it('keeps what others listen to: filters, timers and Interaction webhooks', async () => {
    const account = await newAccount();
    useByOthers(account);
    await setup(account, { force: true, apply: true });
    const { conversations, interactionWebhooks } = account.twilio;
    const service = conversations.services.get(conversations.defaultServiceSid);
    expect(service?.webhooks.filters).toContain('onParticipantAdded');
    expect(conversations.defaultTimers.closed).toBe('P7D');
    expect(interactionWebhooks.webhooks.get('flex_interactionwebhook_foreign')?.events).toEqual([
      'onParticipantJoined',
    ]);
  });

  it('leaves a pre-event webhook and its method alone', async () => {
    const account = await newAccount();
    const { conversations } = account.twilio;
    const service = conversations.services.get(conversations.defaultServiceSid);
    Object.assign(service?.webhooks ?? {}, {
      pre_webhook_url: FOREIGN_URL,
      method: 'GET',
      filters: ['onMessageAdd'],
    });
    await setup(account, { apply: true });
    expect(service?.webhooks).toMatchObject({ pre_webhook_url: FOREIGN_URL, method: 'GET' });
    expect(service?.webhooks.filters).toContain('onMessageAdd');
  });
});

describe('setup', () => {
  it('makes no webhook before there is a deployment, and the rest all the same', async () => {
    const account = await newAccount();
    const before = await account.snapshot();
    const { text } = await setup(account, { apply: true }, null);
    expect(text).toContain('Nothing is deployed yet');
    expect(account.twilio.eventStreams.sinks.size).toBe(0);
    await setup(account, { apply: true });
    expect(account.twilio.eventStreams.sinks.size).toBe(1);
    await remove(account);
    expect(await account.snapshot()).toBe(before);
  });

  it('writes the addresses that it is given into the routing table and leaves the rest of it as it is', async () => {
    const account = await newAccount({ table: TABLE, owned: [NUMBER, WHATSAPP, '+14155550122'] });
    await setup(account, { inbound: ['+14155550122'], outbound: [WHATSAPP], apply: true });
    const table = JSON.parse(await readFile(`${account.folder}/routing.private.json`, 'utf8')) as object;
    expect(table).toEqual({
      addresses: {
        [NUMBER]: { inbound: true, outbound: true },
        [WHATSAPP]: { inbound: true, orphan: { policy: 'close' }, outbound: true },
        '+14155550122': { inbound: true },
      },
      default: { inbound: false },
    });
  });

  it('takes numbers out of the routing table that the account does not own', async () => {
    const account = await newAccount({ table: TABLE, owned: [NUMBER] });
    const { text } = await setup(account, { apply: true });
    expect(text).toContain(`− ${WHATSAPP}: the account does not own it`);
    expect(await readFile(`${account.folder}/routing.private.json`, 'utf8')).not.toContain('whatsapp');
  });

  it.each([
    ['an address that the account does not own', { inbound: ['+14155550199'] }, 'does not own +14155550199'],
    ['a workspace that is none', { workspace: 'WW1' }, '--workspace'],
    ['a timer that is none', { closedTimer: '90 days' }, '--closed-timer'],
  ])('refuses %s', async (_, options, problem) => {
    const account = await newAccount();
    await expect(setup(account, { ...options, apply: true })).rejects.toThrow(problem);
  });

  it('refuses a Sync service that the account does not have', async () => {
    const account = await newAccount({ table: TABLE, env: `SYNC_SERVICE_SID=IS${'0'.repeat(32)}\n` });
    await expect(setup(account)).rejects.toThrow('which the account does not have');
  });

  it('names the workflows where it cannot ask which one', async () => {
    const account = await newAccount();
    const open = await account.open(DEPLOYMENT_URL);
    await expect(runSetup(open, { closedTimer: 'none' }, recordingTerminal())).rejects.toThrow(
      'Assign to Anyone',
    );
  });

  it('asks for what no flag says', async () => {
    const account = await newAccount({});
    const asked: string[] = [];
    const questions = {
      several: (question: string) => Promise.resolve((asked.push(question), [NUMBER])),
      one: (question: string) => Promise.resolve((asked.push(question), account.flex.assignToAnyone.sid)),
      confirm: (question: string) => Promise.resolve((asked.push(question), true)),
    };
    const open = await account.open(DEPLOYMENT_URL);
    await runSetup(open, { closedTimer: 'none', apply: true }, recordingTerminal(), questions);
    expect(asked).toHaveLength(4);
    const table = JSON.parse(await readFile(`${account.folder}/routing.private.json`, 'utf8')) as object;
    expect(table).toMatchObject({ addresses: { [NUMBER]: { inbound: true, outbound: true } } });
    await expect(readFile(`${account.folder}/.env`, 'utf8')).resolves.toContain(
      account.flex.assignToAnyone.sid,
    );
  });

  it('goes on where it was interrupted, and is still taken back byte for byte', async () => {
    const account = await newAccount();
    const before = await account.snapshot();
    account.twilio.faults.add({ kind: 'status', status: 500, operation: 'UpdateWorkspace', times: 1 });
    await expect(setup(account, { apply: true })).rejects.toThrow();
    await setup(account, { apply: true });
    expect((await remove(account)).isDone).toBe(true);
    expect(await account.snapshot()).toBe(before);
  });
});

describe('remove', () => {
  it('leaves alone what somebody has changed since, and keeps knowing how it was', async () => {
    const account = await newAccount();
    await setup(account, { apply: true });
    account.twilio.workspace.entity.event_callback_url = FOREIGN_URL;
    const { isDone, text } = await remove(account);
    expect(isDone).toBe(false);
    expect(text).toContain('TaskRouter event callback: left alone');
    expect(account.twilio.workspace.entity.event_callback_url).toBe(FOREIGN_URL);
    expect((await remove(account, true)).isDone).toBe(true);
    expect(account.twilio.workspace.entity.event_callback_url).toBeNull();
  });

  it('restores the rest if Twilio refuses one thing, and that one the next time', async () => {
    const account = await newAccount();
    const before = await account.snapshot();
    await setup(account, { apply: true });
    account.twilio.faults.add({ kind: 'status', status: 500, operation: 'UpdateWorkspace', times: 1 });
    const { isDone, text } = await remove(account);
    expect(isDone).toBe(false);
    expect(text).toContain('✖ TaskRouter event callback');
    expect(account.twilio.eventStreams.sinks.size).toBe(0);
    expect((await remove(account)).isDone).toBe(true);
    expect(await account.snapshot()).toBe(before);
  });

  it('says so where there is nothing to remove', async () => {
    const account = await newAccount();
    const before = await account.snapshot();
    expect((await remove(account)).text).toContain('changed nothing');
    expect(await account.snapshot()).toBe(before);
  });
});
