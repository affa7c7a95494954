import { readFile, writeFile } from 'node:fs/promises';
import { dependencies } from '../../package.json';
import { SERVICE_NAME } from '../../scripts/account/deployment';
import { EnvFile } from '../../scripts/account/env-file';
import { listFiles, ROOT } from '../../scripts/build-functions';
import type { Finding, FindingId } from '../../scripts/doctor/findings';
import { FINDINGS } from '../../scripts/doctor/findings';
import { runDoctor } from '../../scripts/doctor/run-doctor';
import { runSetup } from '../../scripts/setup/run-setup';
import type { RegisteredDeployment } from '../../simulator/cloud/register-deployment';
import { registerDeployment } from '../../simulator/cloud/register-deployment';
import type { TestAccount } from './test-account';
import {
  DEPLOYMENT_URL,
  FOREIGN_URL,
  newTestAccount,
  NUMBER,
  recordingTerminal,
  WHATSAPP,
} from './test-account';

const TABLE = JSON.stringify({ addresses: { [NUMBER]: { inbound: true }, [WHATSAPP]: { outbound: true } } });
const NOBODYS = '0'.repeat(32);

/** A healthy deployment, with what a test needs to break it. */
interface Patient extends TestAccount {
  readonly deployed: RegisteredDeployment;
  /** What the Functions answer to an unsigned call, by path; a refusal by default. */
  readonly answers: Map<string, number>;
  /** Also in `.env`, as if it had been deployed. */
  readonly setVariable: (key: string, value: string) => Promise<void>;
  readonly setTable: (table: object) => Promise<void>;
}

const patients: Patient[] = [];

afterEach(async () => {
  await Promise.all(patients.splice(0).map((patient) => patient.stop()));
});

async function newPatient(): Promise<Patient> {
  const account = await newTestAccount({ table: TABLE });
  const files = await listFiles(`${ROOT}/src/functions`);
  await runSetup(
    await account.open(DEPLOYMENT_URL),
    { workflow: account.flex.assignToAnyone.sid, closedTimer: 'P90D', apply: true },
    recordingTerminal(),
  );
  const env = await EnvFile.open(`${account.folder}/.env`);
  const deployed = registerDeployment(account.twilio.serverless, {
    name: SERVICE_NAME,
    functions: files.map((file) => file.replace(/\.ts$/, '.js')),
    dependencies,
    runtime: 'node22',
    variables: env.values() as Record<string, string>,
  });
  const patient: Patient = {
    ...account,
    deployed,
    answers: new Map(),
    setVariable: async (key, value) => {
      const { variables } = deployed.environment;
      const found = [...variables.values()].find((variable) => variable.key === key);
      if (found) found.value = value;
      else {
        const variable = { ...account.twilio.serverless.begin('ZV'), key, value };
        variables.set(variable.sid, variable);
      }
      env.set(key, value);
      await env.save();
    },
    setTable: (table) => writeFile(`${account.folder}/routing.private.json`, JSON.stringify(table)),
  };
  patients.push(patient);
  return patient;
}

async function diagnose(patient: Patient): Promise<{ isHealthy: boolean; findings: Finding[] }> {
  const terminal = recordingTerminal();
  const statusOf = (url: string) => Promise.resolve(patient.answers.get(new URL(url).pathname) ?? 401);
  const account = await patient.open(DEPLOYMENT_URL);
  const isHealthy = await runDoctor(account, { environment: 'dev', json: true }, terminal, statusOf);
  return { isHealthy, findings: (JSON.parse(terminal.text()) as { findings: Finding[] }).findings };
}

const webhooksOf = ({ twilio: { conversations } }: Patient) => {
  const service = conversations.services.get(conversations.defaultServiceSid);
  if (!service) throw new Error('no default service');
  return service.webhooks;
};

const addressOf = ({ twilio: { conversations } }: Patient) => {
  const [address] = conversations.addresses.values();
  if (!address) throw new Error('no address');
  return address.auto_creation;
};

const first = <Value>(values: Iterable<Value>): Value => {
  const [value] = values;
  if (value === undefined) throw new Error('nothing there');
  return value;
};

/** How each finding is brought about, and what else it cannot help bringing about. */
const BREAKAGES: Record<FindingId, (patient: Patient) => unknown> = {
  'check-failed': ({ twilio }) =>
    twilio.faults.add({ kind: 'status', status: 403, operation: 'ListWorkflow' }),
  'not-deployed': ({ twilio }) => {
    twilio.serverless.services.clear();
  },
  'setting-wrong': ({ setVariable }) => setVariable('LEAVE_ROUTING', 'theirs'),
  'setting-unknown': ({ setVariable }) => setVariable('TASKROUTER_WORKFLOW', 'WW1'),
  'settings-not-deployed': async ({ folder }) => {
    const file = `${folder}/.env`;
    await writeFile(file, `${await readFile(file, 'utf8')}LEAVE_ROUTING=ours\n`);
  },
  'credentials-withheld': ({ deployed }) => {
    deployed.service.includeCredentials = false;
  },
  'backend-key-missing': ({ deployed, folder }) => forget('BACKEND_API_KEY', deployed, folder),
  'sweep-only-reports': ({ deployed, folder }) => forget('SWEEP_SINCE', deployed, folder),
  'flex-chat-service-not-default': ({ twilio }) => {
    twilio.flexConfiguration.chatServiceSid = `IS${NOBODYS}`;
  },
  'conversations-service-not-of-flex': async ({ twilio, setVariable }) => {
    const other = `IS${NOBODYS}`;
    const service = first(twilio.conversations.services.values());
    twilio.conversations.services.set(other, { ...service, sid: other });
    for (const { auto_creation: creation } of twilio.conversations.addresses.values())
      creation.conversation_service_sid = other;
    await setVariable('CONVERSATIONS_SERVICE_SID', other);
  },
  'workspace-not-of-flex': async ({ twilio, setVariable }) => {
    const { resources } = twilio.taskRouterParts;
    const other = resources.createWorkspace('Other');
    Object.assign(other.entity, {
      event_callback_url: twilio.workspace.entity.event_callback_url,
      events_filter: twilio.workspace.entity.events_filter,
    });
    twilio.workspaces.set(other.entity.sid, other);
    const queue = resources.createQueue(other, 'Everyone');
    const configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
    await setVariable('TASKROUTER_WORKSPACE_SID', other.entity.sid);
    await setVariable('TASKROUTER_WORKFLOW_SID', resources.createWorkflow(other, 'All', configuration).sid);
  },
  'workspace-missing': ({ setVariable }) => setVariable('TASKROUTER_WORKSPACE_SID', `WS${NOBODYS}`),
  'workflow-missing': ({ setVariable }) => setVariable('TRANSFER_WORKFLOW_SID', `WW${NOBODYS}`),
  'queue-missing': ({ setVariable }) => setVariable('OUTBOUND_QUEUE_SID', `WQ${NOBODYS}`),
  'task-channel-missing': ({ setTable }) =>
    setTable({ addresses: { [NUMBER]: { inbound: true, taskChannel: 'text' } } }),
  'address-not-owned': ({ twilio }) => {
    twilio.senders.release(WHATSAPP);
  },
  'conversations-webhook-elsewhere': (patient) => {
    webhooksOf(patient).post_webhook_url = FOREIGN_URL;
  },
  'conversations-webhook-events': (patient) => {
    webhooksOf(patient).filters = ['onConversationAdded', 'onConversationStateUpdated'];
  },
  'conversations-webhook-twice': (patient) => {
    Object.assign(addressOf(patient), { type: 'webhook', webhook_url: webhooksOf(patient).post_webhook_url });
  },
  'address-not-configured': (patient) => {
    addressOf(patient).enabled = false;
  },
  'address-elsewhere': (patient) => {
    Object.assign(addressOf(patient), { type: 'studio', studio_flow_sid: `FW${NOBODYS}` });
  },
  'taskrouter-callback-elsewhere': ({ twilio }) => {
    twilio.workspace.entity.event_callback_url = FOREIGN_URL;
  },
  'taskrouter-filter-spaces': ({ twilio }) => {
    const { entity } = twilio.workspace;
    entity.events_filter = entity.events_filter?.replaceAll(',', ', ') ?? null;
  },
  'taskrouter-filter-events': ({ twilio }) => {
    const { entity } = twilio.workspace;
    entity.events_filter = entity.events_filter?.replace('task.canceled,', '') ?? null;
  },
  'interaction-webhook-missing': ({ twilio }) => {
    twilio.interactionWebhooks.webhooks.clear();
  },
  'interaction-webhook-events': ({ twilio }) => {
    first(twilio.interactionWebhooks.webhooks.values()).events.pop();
  },
  'interaction-webhook-twice': ({ twilio: { interactionWebhooks } }) => {
    const webhook = first(interactionWebhooks.webhooks.values());
    interactionWebhooks.webhooks.set('second', { ...webhook, ttid: 'second' });
  },
  'event-streams-missing': ({ twilio }) => {
    twilio.eventStreams.sinks.clear();
  },
  'event-streams-types': ({ twilio }) => {
    first(twilio.eventStreams.subscriptions.values()).types.delete('com.twilio.conversations.message.added');
  },
  'event-streams-twice': ({ twilio: { eventStreams } }) => {
    const sid = `DG${NOBODYS}`;
    eventStreams.sinks.set(sid, { ...first(eventStreams.sinks.values()), sid });
  },
  'event-streams-password': ({ setVariable }) => setVariable('EVENT_STREAMS_PASSWORD', 'another'),
  'event-streams-failed': ({ twilio }) => {
    first(twilio.eventStreams.sinks.values()).status = 'failed';
  },
  unreachable: ({ answers }) => answers.set('/backend/health', 500),
  'unsigned-accepted': ({ answers }) => answers.set('/webhooks/conversations', 200),
  'runtime-old': ({ deployed }) => {
    Object.assign(first(deployed.service.builds.values()), { runtime: 'node18' });
  },
  'runtime-handler-other': ({ deployed }) => {
    const build = first(deployed.service.builds.values());
    Object.assign(build, { dependencies: [{ name: '@twilio/runtime-handler', version: '2.0.3' }] });
  },
  'functions-other': ({ deployed }) => {
    const build = first(deployed.service.builds.values());
    Object.assign(build, { functionVersions: build.functionVersions.slice(1) });
  },
  'sync-service-missing': ({ setVariable }) => setVariable('SYNC_SERVICE_SID', `IS${NOBODYS}`),
  'sync-service-shared': ({ setVariable }) => setVariable('SYNC_SERVICE_SID', 'default'),
  'sync-access-open': ({ twilio }) => {
    for (const { entity } of twilio.sync.services.values()) entity.acl_enabled = false;
  },
  'sync-not-writable': ({ twilio }) =>
    twilio.faults.add({ kind: 'status', status: 403, code: 20003, operation: 'CreateDocument' }),
};

/** Findings that no account can have alone. */
const TOGETHER: Partial<Record<FindingId, FindingId[]>> = {
  'conversations-service-not-of-flex': ['conversations-webhook-elsewhere'],
};

async function forget(key: string, { environment }: RegisteredDeployment, folder: string): Promise<void> {
  for (const variable of environment.variables.values())
    if (variable.key === key) environment.variables.delete(variable.sid);
  const env = await EnvFile.open(`${folder}/.env`);
  env.set(key, null);
  await env.save();
}

describe('the doctor', () => {
  it('finds nothing where everything is as it should be', async () => {
    const { isHealthy, findings } = await diagnose(await newPatient());
    expect(findings).toEqual([]);
    expect(isHealthy).toBe(true);
  });

  it.each(FINDINGS)('finds $id, alone, with a cure and a link', async ({ id, severity }) => {
    const patient = await newPatient();
    await BREAKAGES[id](patient);
    const { isHealthy, findings } = await diagnose(patient);
    const ids = new Set(findings.map((one) => one.id));
    expect([...ids].filter((one) => !TOGETHER[id]?.includes(one))).toEqual([id]);
    for (const { sentence, cure, link } of findings) {
      expect(sentence).not.toContain('{subject}');
      expect(cure).not.toBe('');
      expect(link).toMatch(/^https:\/\/www\.twilio\.com\/docs\//);
    }
    expect(isHealthy).toBe(severity === 'warning');
  });

  it('changes nothing', async () => {
    const patient = await newPatient();
    const before = await patient.snapshot();
    const documents = () => [...patient.twilio.sync.services.values()].map((one) => one.documents.size);
    const documentsBefore = documents();
    await diagnose(patient);
    expect(await patient.snapshot()).toBe(before);
    expect(documents()).toEqual(documentsBefore);
  });

  it('finds a webhook of the whole account beside that of the service', async () => {
    const patient = await newPatient();
    patient.twilio.conversations.accountWebhooks.post_webhook_url = webhooksOf(patient).post_webhook_url;
    const { findings } = await diagnose(patient);
    expect(findings.map(({ id }) => id)).toEqual(['conversations-webhook-twice']);
  });

  it('calls every URL of the project, and takes an answer to anybody for a finding', async () => {
    const patient = await newPatient();
    const open = await patient.open(DEPLOYMENT_URL);
    const called: string[] = [];
    const statusOf = (url: string) => Promise.resolve(called.push(new URL(url).pathname) && 200);
    const terminal = recordingTerminal();
    await expect(runDoctor(open, { environment: 'dev' }, terminal, statusOf)).resolves.toBe(false);
    const files = await listFiles(`${ROOT}/src/functions`);
    expect(called.sort()).toEqual(files.map((file) => `/${file.replace(/(\.protected)?\.ts$/, '')}`).sort());
    for (const url of called)
      expect(terminal.text()).toContain(`✖ ${url} takes a call that nobody has signed`);
  });

  it('shows no secret', async () => {
    const patient = await newPatient();
    patient.twilio.interactionWebhooks.webhooks.clear();
    await patient.setVariable('EVENT_STREAMS_PASSWORD', 'another-secret');
    const { findings } = await diagnose(patient);
    const text = JSON.stringify(findings);
    const env = await readFile(`${patient.folder}/.env`, 'utf8');
    const secrets = [...env.matchAll(/^(?:EVENT_STREAMS_PASSWORD|BACKEND_API_KEY)=(.+)$/gm)].map(
      ([, one]) => one,
    );
    for (const secret of [...secrets, 'another-secret', patient.twilio.authToken])
      expect(text).not.toContain(secret);
  });
});
