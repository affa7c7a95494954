import { SERVICE_NAME } from '../../scripts/account/deployment';
import type { LogsOptions } from '../../scripts/logs/run-logs';
import { runLogs } from '../../scripts/logs/run-logs';
import type { RegisteredDeployment } from '../../simulator/cloud/register-deployment';
import { registerDeployment } from '../../simulator/cloud/register-deployment';
import { ManualClock } from '../../simulator/kernel/clock';
import type { TestAccount } from './test-account';
import { newTestAccount, recordingTerminal } from './test-account';

const CONVERSATION = `CH${'1'.repeat(32)}`;
const URL_PATH = '/webhooks/conversations';

let account: TestAccount;
let deployed: RegisteredDeployment;

const line = (fields: object): string => JSON.stringify({ level: 'info', url: URL_PATH, ...fields });

beforeEach(async () => {
  account = await newTestAccount();
  deployed = registerDeployment(account.twilio.serverless, {
    name: SERVICE_NAME,
    functions: ['webhooks/conversations.protected.js'],
    dependencies: {},
    runtime: 'node22',
    variables: {},
  });
});

afterEach(() => account.stop());

async function logs(options: Partial<LogsOptions>): Promise<string[]> {
  const terminal = recordingTerminal();
  const nowMs = account.twilio.clock.now();
  await runLogs(await account.open(), { environment: 'dev', since: '1h', ...options }, terminal, nowMs);
  return terminal.lines;
}

const pass = (ms: number): Promise<void> => {
  const { clock } = account.twilio;
  return clock instanceof ManualClock ? clock.advance(ms) : Promise.resolve();
};

describe('the logs', () => {
  it('show when, where, what came of it and about whom, oldest first', async () => {
    deployed.log(
      line({ event: 'onMessageAdded', outcome: 'ignored', reason: 'foreign', ms: 12, calls: 1, status: 200 }),
    );
    await pass(60_000);
    deployed.log(line({ outcome: 'routed', conversationSid: CONVERSATION }));
    const [first = '', second = ''] = await logs({});
    expect(first).toMatch(
      /webhooks\/conversations +onMessageAdded +ignored · foreign +200 {2}12 ms {2}1 calls$/,
    );
    expect(second).toMatch(`routed  conversationSid=${CONVERSATION}`);
  });

  it('show a line of anybody else as it is', async () => {
    const { service, environment } = deployed;
    const [file] = service.functions.values();
    account.twilio.serverless.addLog(environment, {
      functionSid: file?.sid ?? '',
      requestSid: `RQ${'1'.repeat(32)}`,
      level: 'error',
      message: 'Error: out of memory',
    });
    expect((await logs({ alerts: true })).join()).toContain('Error: out of memory');
  });

  it.each<[string, Partial<LogsOptions>]>([
    ['an outcome', { outcome: ['failed'] }],
    ['one of several outcomes', { outcome: ['failed', 'poison'] }],
    ['a Conversation', { conversation: CONVERSATION }],
    ['what an operator has to see', { alerts: true }],
    ['a time', { since: '10m' }],
  ])('are filtered by %s', async (_, options) => {
    deployed.log(line({ outcome: 'routed', conversationSid: `CH${'2'.repeat(32)}` }));
    await pass(15 * 60_000);
    deployed.log(line({ outcome: 'failed', level: 'error', conversationSid: CONVERSATION }));
    const lines = await logs(options);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('failed');
    expect(await logs({})).toHaveLength(2);
  });

  it('end where they are asked to', async () => {
    deployed.log(line({ outcome: 'routed' }));
    await pass(15 * 60_000);
    deployed.log(line({ outcome: 'failed' }));
    expect(await logs({ until: '10m' })).toHaveLength(1);
  });

  it('are JSON lines if asked for', async () => {
    deployed.log(line({ outcome: 'routed' }));
    expect((await logs({ json: true })).map((text) => JSON.parse(text) as unknown)).toEqual([
      { level: 'info', url: URL_PATH, outcome: 'routed' },
    ]);
  });

  it.each<[Partial<LogsOptions>, string]>([
    [{ since: 'yesterday' }, '--since'],
    [{ until: '5 minutes' }, '--until'],
    [{ conversation: 'CH1' }, '--conversation'],
  ])('refuse %o', async (options, name) => {
    await expect(logs(options)).rejects.toThrow(name);
  });

  it('say so where nothing is deployed', async () => {
    account.twilio.serverless.services.clear();
    await expect(logs({})).rejects.toThrow('Nothing is deployed to dev');
  });
});
