import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';
import { Customer } from '../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';
import type { CloudLayout } from './cloud-layout';
import { layOutAsCloud } from './cloud-layout';
import type { InvocationReport } from './invoke-function';
import { invokeFunction } from './invoke-function';
import { functionsOnDisk } from './project-on-disk';
import type { ServedTwilio } from './serve-twilio';
import { serveTwilio } from './serve-twilio';

const INSTALL_TIMEOUT_MS = 180_000;
const PROCESS_TIMEOUT_MS = 30_000;
const WEBHOOK = '/webhooks/conversations';
/** All of the SDK and what it needs are more than 200. */
const MOST_MODULES = 40;

let cloud: CloudLayout;

beforeAll(async () => {
  cloud = await layOutAsCloud({ addresses: { [BUSINESS_NUMBER]: { inbound: true } } });
}, INSTALL_TIMEOUT_MS);

afterAll(() => cloud.remove());

/** The modules of packages that a process loaded, e.g. `twilio/lib/base/Version.js`. */
function packagesIn({ modules }: InvocationReport): string[] {
  return modules
    .filter((file) => file.startsWith(`${cloud.nodeModules}${path.sep}`))
    .map((file) => path.relative(cloud.nodeModules, file).split(path.sep).join('/'));
}

const TWILIO = /(^|\/)twilio\//;

describe('in the layout of the cloud', () => {
  it(
    'every Function loads, from its own file and the production dependencies alone, and exports a handler',
    async () => {
      const { functions, privateAssets } = cloud;
      const urls = Object.keys(functions).sort();
      expect(urls).toEqual(
        functionsOnDisk()
          .map(({ path: url }) => url)
          .sort(),
      );
      for (const url of urls) {
        const report = await invokeFunction({ file: functions[url] ?? '', privateAssets });
        expect({ url, handlerType: report.handlerType }).toEqual({ url, handlerType: 'function' });
        expect(report.modules.filter((file) => file.startsWith(path.join(ROOT, 'node_modules')))).toEqual([]);
      }
    },
    PROCESS_TIMEOUT_MS,
  );

  it(
    'no Function loads the SDK before it is invoked',
    async () => {
      const { functions, privateAssets } = cloud;
      for (const [url, file] of Object.entries(functions)) {
        const loaded = packagesIn(await invokeFunction({ file, privateAssets }));
        expect({ url, loaded }).toEqual({ url, loaded: [] });
      }
    },
    PROCESS_TIMEOUT_MS,
  );
});

describe('an instance that has just been started', () => {
  const received: object[] = [];
  let served: ServedTwilio;

  beforeAll(async () => {
    served = await serveTwilio(({ form }) => {
      received.push(form ?? {});
      return Promise.resolve({ status: 200, body: '{}' });
    });
    served.wire('https://example.com', 'address');
  });

  afterAll(() => served.stop());

  const invoke = (event: object, options: { twilioPort?: number } = {}): Promise<InvocationReport> =>
    invokeFunction({
      file: cloud.functions[WEBHOOK] ?? '',
      privateAssets: cloud.privateAssets,
      context: served.variables,
      event,
      ...options,
    });

  it(
    "answers an agent's message without loading a module of the SDK, or what of Node only a call needs",
    async () => {
      const report = await invoke({
        EventType: 'onMessageAdded',
        AccountSid: served.twilio.accountSid,
        ConversationSid: `CH${'0'.repeat(32)}`,
        Source: 'SDK',
        Index: '3',
        Author: 'ada_40example_2Ecom',
        ParticipantSid: `MB${'0'.repeat(32)}`,
        Body: 'Good morning',
      });
      expect(report.response).toMatchObject({
        statusCode: 200,
        body: { outcome: 'ignored', reason: 'agent_message' },
      });
      expect(packagesIn(report)).toEqual([]);
      expect(report.builtins).not.toEqual([]);
      expect(report.builtins.filter((name) => ['https', 'tls', 'crypto'].includes(name))).toEqual([]);
    },
    PROCESS_TIMEOUT_MS,
  );

  it(
    "routes a customer's first message with a few modules of the SDK: neither all of it, nor axios",
    async () => {
      await new Customer(served.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
      await served.settle();
      const [firstMessage] = received;
      expect(firstMessage).toMatchObject({ EventType: 'onMessageAdded', Index: '0' });
      const report = await invoke(firstMessage ?? {}, { twilioPort: served.port });
      expect(report.response).toMatchObject({ statusCode: 200, body: { outcome: 'routed' } });
      expect(served.twilio.interactions.interactions.size).toBe(1);

      const loaded = packagesIn(report);
      expect(loaded.filter((module) => TWILIO.test(module))).toContain('twilio/lib/base/Version.js');
      expect(loaded.filter((module) => module.startsWith('axios/'))).toEqual([]);
      expect(loaded).not.toContain('twilio/lib/index.js');
      expect(loaded).not.toContain('twilio/lib/rest/Twilio.js');
      expect(loaded.length).toBeLessThan(MOST_MODULES);
    },
    PROCESS_TIMEOUT_MS,
  );
});
