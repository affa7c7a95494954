import { execFileSync } from 'node:child_process';
import { readSettings } from '../../src/core/settings';

const sid = (prefix: string) => `${prefix}${'a'.repeat(32)}`;
const COMPLETE = {
  ACCOUNT_SID: sid('AC'),
  AUTH_TOKEN: 'secret',
  TASKROUTER_WORKSPACE_SID: sid('WS'),
  TASKROUTER_WORKFLOW_SID: sid('WW'),
};

describe('the settings', () => {
  it('need no more than the workspace and the workflow', () => {
    expect(readSettings(COMPLETE)).toMatchObject({
      accountSid: sid('AC'),
      authToken: 'secret',
      workspaceSid: sid('WS'),
      workflowSid: sid('WW'),
      leaveRouting: 'flex',
      syncServiceSid: 'default',
      outboundLimitPerAgentPerHour: 30,
      outboundLimitPerDay: 1_000,
      allowedOrigins: ['https://flex.twilio.com'],
    });
  });

  it('take a variable that was cleared as one that was never set', () => {
    const settings = readSettings({ ...COMPLETE, SYNC_SERVICE_SID: '', CONVERSATIONS_SERVICE_SID: '' });
    expect(settings.syncServiceSid).toBe('default');
    expect(settings.conversationsServiceSid).toBeUndefined();
  });

  it.each([
    ['AUTH_TOKEN', '', 'is empty'],
    ['AUTH_TOKEN', '   ', 'is empty'],
    ['AUTH_TOKEN', undefined, 'is missing'],
    ['ACCOUNT_SID', 'SK123', 'must be a SID'],
    ['TASKROUTER_WORKSPACE_SID', undefined, 'is missing'],
    ['TASKROUTER_WORKFLOW_SID', sid('WS'), 'must be a SID'],
    ['SYNC_SERVICE_SID', 'my-service', 'must be a SID'],
    ['CONVERSATIONS_SERVICE_SID', 'default', 'must be a SID'],
    ['OUTBOUND_QUEUE_SID', sid('WW'), 'must be a SID'],
    ['OUTBOUND_ALLOWED_COUNTRIES', 'Germany', 'must be two-letter'],
    ['OUTBOUND_LIMIT_PER_DAY', '-1', 'must be a whole number'],
    ['OUTBOUND_LIMIT_PER_AGENT_PER_HOUR', 'many', 'must be a whole number'],
    ['OUTBOUND_MESSAGING_SERVICE_SID', 'MG', 'must be a SID'],
    ['TRANSFER_WORKFLOW_SID', 'none', 'must be a SID'],
    ['LEAVE_ROUTING', 'both', 'must be `flex` or `ours`'],
    ['SWEEP_SINCE', 'yesterday', 'must be an ISO date'],
    ['SWEEP_SINCE', '31.01.2026', 'must be an ISO date'],
    ['SWEEP_SINCE', '2026-01-31T25:00:00+02:00', 'must be an ISO date'],
    ['SWEEP_SINCE', '2026-01-31T09:00:00+0', 'must be an ISO date'],
    ['SWEEP_SINCE', '2026-13-45', 'must be an ISO date'],
    ['ALLOWED_ORIGINS', '*', 'must be origins'],
    ['ALLOWED_ORIGINS', 'https://flex.twilio.com/agent', 'must be origins'],
  ])('are refused if %s is %p, naming it', (name, value, problem) => {
    expect(() => readSettings({ ...COMPLETE, [name]: value })).toThrow(`${name} ${problem}`);
  });

  it('are refused if one is not there at all', () => {
    const { ACCOUNT_SID, AUTH_TOKEN, TASKROUTER_WORKFLOW_SID } = COMPLETE;
    const others = { ACCOUNT_SID, AUTH_TOKEN, TASKROUTER_WORKFLOW_SID };
    expect(() => readSettings(others)).toThrow('TASKROUTER_WORKSPACE_SID is missing');
  });

  it('take lists, dates and numbers', () => {
    const settings = readSettings({
      ...COMPLETE,
      OUTBOUND_ALLOWED_COUNTRIES: 'US, DE',
      OUTBOUND_LIMIT_PER_DAY: '5',
      SWEEP_SINCE: '2026-01-31',
      ALLOWED_ORIGINS: 'https://flex.twilio.com,http://localhost:3000',
    });
    expect(settings).toMatchObject({
      outboundAllowedCountries: ['US', 'DE'],
      outboundLimitPerDay: 5,
      sweepSinceMs: Date.UTC(2026, 0, 31),
      allowedOrigins: ['https://flex.twilio.com', 'http://localhost:3000'],
    });
  });

  const nine = Date.UTC(2026, 0, 31, 9);

  it.each([
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31T09:00', nine],
    ['2026-01-31T09:00:00', nine],
    ['2026-01-31T09:00:00.000', nine],
    ['2026-01-31T09:00:00Z', nine],
    ['2026-01-31T11:00:00+02:00', nine],
    ['2026-01-31T01:00:00.000-0800', nine],
  ])('take %s in Universal Time unless it says another', (text, expected) => {
    expect(readSettings({ ...COMPLETE, SWEEP_SINCE: text }).sweepSinceMs).toBe(expected);
  });

  it('mean the same wherever the machine is', () => {
    const given = JSON.stringify({ ...COMPLETE, SWEEP_SINCE: '2026-01-31T09:00:00' });
    const script = `console.log(require('./src/core/settings.ts').readSettings(${given}).sweepSinceMs)`;
    const printed = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Asia/Kolkata' },
    });
    expect(Number(printed)).toBe(nine);
  });
});
