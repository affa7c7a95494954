import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildFunctions, ROOT } from '../../scripts/build-functions';
import { sendWebhook } from '../../simulator/http/send-webhook';
import { Customer } from '../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';
import type { LocalServer } from './local-server';
import { redirectTwilio, startLocalServer } from './local-server';
import { functionsOnDisk } from './project-on-disk';
import type { ServedTwilio } from './serve-twilio';
import { serveTwilio } from './serve-twilio';

const START_TIMEOUT_MS = 60_000;
const FORK_TIMEOUT_MS = 30_000;

let dist: string;
let served: ServedTwilio;
let stopRedirecting: () => void;

beforeAll(async () => {
  // The Functions log to the console.
  jest.spyOn(console, 'log').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
  const cache = path.join(ROOT, '.cache');
  await mkdir(cache, { recursive: true });
  dist = await mkdtemp(path.join(cache, 'local-server-'));
  await buildFunctions(dist);
  const table = { addresses: { [BUSINESS_NUMBER]: { inbound: true } } };
  await writeFile(path.join(dist, 'assets', 'routing.private.json'), JSON.stringify(table));
  served = await serveTwilio(sendWebhook);
  stopRedirecting = redirectTwilio(served.port);
}, START_TIMEOUT_MS);

afterAll(async () => {
  stopRedirecting();
  await served.stop();
  await rm(dist, { recursive: true, force: true });
});

/** Has a customer write, and tells what the Functions answered to the webhooks of it. */
async function write(customer: string): Promise<{ status?: number; answer: Record<string, unknown> }[]> {
  const before = served.twilio.timeline.entries.length;
  await new Customer(served.twilio, customer).write(BUSINESS_NUMBER, 'Hello');
  await served.settle();
  return served.twilio.timeline.entries
    .slice(before)
    .filter(({ kind }) => kind === 'webhook')
    .map(({ status, detail }) => ({
      ...(status === undefined ? {} : { status }),
      answer: JSON.parse(String(detail.answer)) as Record<string, unknown>,
    }));
}

const CONVERSATION_SID = `CH${'0'.repeat(32)}`;
const MESSAGE = { EventType: 'onMessageAdded', ConversationSid: CONVERSATION_SID, Index: '0', Source: 'SMS' };

const form = (fields: [string, string][]) => ({ body: new URLSearchParams(fields) });
const json = (body: string) => ({ body, headers: { 'Content-Type': 'application/json' } });

/** What a caller might send that Twilio never would. */
const MALFORMED: [
  name: string,
  request: { body: URLSearchParams | string; headers?: object },
  field: string,
][] = [
  ['without an event type', form([['ConversationSid', CONVERSATION_SID]]), 'EventType'],
  ['with nothing at all', form([]), 'EventType'],
  [
    'with a SID of another kind',
    form(Object.entries({ ...MESSAGE, ConversationSid: `IM${'0'.repeat(32)}` })),
    'ConversationSid',
  ],
  [
    'with a SID that is none',
    form(Object.entries({ ...MESSAGE, ConversationSid: '../../Services' })),
    'ConversationSid',
  ],
  [
    'of another account',
    form(Object.entries({ ...MESSAGE, AccountSid: `AC${'0'.repeat(32)}` })),
    'AccountSid',
  ],
  ['with its type twice', form([...Object.entries(MESSAGE), ['EventType', 'onMessageAdded']]), 'EventType'],
  [
    'with its SID twice',
    form([...Object.entries(MESSAGE), ['ConversationSid', CONVERSATION_SID]]),
    'ConversationSid',
  ],
  ['with a list as its index', json(JSON.stringify({ ...MESSAGE, Index: ['0', '1'] })), 'Index'],
  ['with an object as its author', json(JSON.stringify({ ...MESSAGE, Author: { $ne: '' } })), 'Author'],
  ['with a negative index', form(Object.entries({ ...MESSAGE, Index: '-1' })), 'Index'],
  [
    'with a request of its own',
    json('{"request":{"headers":{"x-twilio-signature":"forged"}},"EventType":"onMessageAdded","Index":"0"}'),
    'ConversationSid',
  ],
  ['with a request that is null', json('{"request":null}'), 'EventType'],
  ['with its fields in a prototype', json(`{"__proto__":${JSON.stringify(MESSAGE)}}`), 'EventType'],
  ['as a list', json(JSON.stringify([MESSAGE])), 'EventType'],
];

async function post(
  server: LocalServer,
  url: string,
  request: { body: URLSearchParams | string; headers?: object },
) {
  const response = await fetch(`${server.url}${url}`, {
    method: 'POST',
    ...request,
    headers: { ...request.headers },
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text };
}

/** The documented answer to a request with one wrong field. */
function refusalOf(field: string): object {
  return {
    code: 'invalid_request',
    message: expect.stringMatching(/details\.fields/) as string,
    details: { fields: { [field]: expect.stringMatching(/./) as string } },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  };
}

describe('in the local server of twilio-run', () => {
  let server: LocalServer;

  beforeAll(async () => {
    server = await startLocalServer({ dist, variables: served.variables, forkProcess: false });
    served.wire(server.url, 'service');
  });

  afterAll(() => server.stop());

  it("a customer's first message, told by two webhooks, ends in one Interaction", async () => {
    const answers = await write(CUSTOMER_NUMBER);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const routed = answers.map(({ answer }) => answer).filter(({ outcome }) => outcome === 'routed');
    expect(routed).toEqual([
      {
        outcome: 'routed',
        interactionSid: expect.stringMatching(/^KD[0-9a-f]{32}$/) as string,
        channelSid: expect.stringMatching(/^UO[0-9a-f]{32}$/) as string,
        taskSid: expect.stringMatching(/^WT[0-9a-f]{32}$/) as string,
      },
    ]);
    expect([...served.twilio.interactions.interactions.keys()]).toEqual([routed[0]?.interactionSid]);
  });

  it.each(MALFORMED)('an event %s is answered 400 and names the field', async (_, request, field) => {
    const { status, type, text } = await post(server, '/webhooks/conversations', request);
    expect({ status, body: JSON.parse(text) as object }).toEqual({ status: 400, body: refusalOf(field) });
    expect(type).toMatch(/^application\/json/);
  });

  it.each(functionsOnDisk())(
    '$path answers an empty request in JSON, and not with a server error',
    async ({ path: url }) => {
      const { status, type, text } = await post(server, url, form([]));
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      if (text !== '') {
        expect(type).toMatch(/^application\/json/);
        expect(JSON.parse(text)).toBeInstanceOf(Object);
      }
    },
  );
});

describe('in the local server of twilio-run, with a process for each request', () => {
  let server: LocalServer;

  beforeAll(async () => {
    server = await startLocalServer({ dist, variables: served.variables, forkProcess: true });
  });

  afterAll(() => server.stop());

  it(
    "a customer's first message becomes an Interaction",
    async () => {
      served.wire(server.url, 'service');
      const before = served.twilio.interactions.interactions.size;
      const answers = await write('+12025550177');
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers.filter(({ answer }) => answer.outcome === 'routed')).toHaveLength(1);
      expect(served.twilio.interactions.interactions.size).toBe(before + 1);
    },
    FORK_TIMEOUT_MS,
  );

  it(
    'a malformed event is answered 400 and names the field',
    async () => {
      const { status, text } = await post(server, '/webhooks/conversations', form([]));
      expect({ status, body: JSON.parse(text) as object }).toEqual({
        status: 400,
        body: refusalOf('EventType'),
      });
    },
    FORK_TIMEOUT_MS,
  );
});
