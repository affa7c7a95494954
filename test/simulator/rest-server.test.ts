import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { close, listen } from '../../simulator/http/listen';
import { createRestServer } from '../../simulator/http/rest-server';
import { basicAuthorization } from './rest-caller';

const run = promisify(execFile);
const ROOT = path.join(__dirname, '..', '..');
const REDIRECT = path.join(ROOT, 'simulator', 'redirect.cjs');

describe('the embedded Twilio over HTTP', () => {
  const twilio = new EmbeddedTwilio({ seed: 'http' });
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createRestServer(twilio);
    port = await listen(server, 0);
  });

  afterAll(() => close(server));

  afterEach(() => {
    twilio.faults.clear();
  });

  /** Runs a script with the unmodified SDK as it comes from npm, in a process whose requests are redirected. */
  async function runWithSdk(script: string): Promise<unknown> {
    const { stdout } = await run(
      process.execPath,
      [
        '--require',
        REDIRECT,
        '--eval',
        `const client = require('twilio')(process.env.AC, process.env.TOKEN);
        const show = (value) => console.log(JSON.stringify(value));
        const fail = ({ status, code }) => show({ status, code });
        ${script}`,
      ],
      {
        cwd: ROOT,
        env: {
          PATH: process.env.PATH,
          EMBEDDED_TWILIO_PORT: String(port),
          AC: twilio.accountSid,
          TOKEN: twilio.authToken,
        },
      },
    );
    return JSON.parse(stdout);
  }

  it('serves the unmodified SDK', async () => {
    const sid = await runWithSdk(`
      client.conversations.v1.conversations.create({ friendlyName: 'Ella & Co' })
        .then(({ sid }) => client.conversations.v1.conversations(sid).fetch())
        .then(({ sid, friendlyName, dateCreated }) => show([sid, friendlyName, dateCreated instanceof Date]), fail);
    `);
    const [conversation] = twilio.conversations.conversations.values();
    expect(sid).toEqual([conversation?.entity.sid, 'Ella & Co', true]);
  });

  it("brings Twilio's errors to it, and broken connections as such", async () => {
    twilio.faults.add({ operation: 'FetchInteraction', kind: 'reset-before' });
    twilio.faults.add({ operation: 'FetchWorkspace', kind: 'refused' });
    const answers = await runWithSdk(`
      const code = (promise) => promise.then(() => 'fine', ({ code }) => code);
      Promise.all([
        code(client.sync.v1.services('default').documents('none').fetch()),
        code(client.flexApi.v1.interaction('KD' + '0'.repeat(32)).fetch()),
        code(client.taskrouter.v1.workspaces('WS' + '0'.repeat(32)).fetch()),
      ]).then(show);
    `);
    expect(answers).toEqual([20404, 'ECONNRESET', 'ECONNREFUSED']);
  });

  it('tells the products apart by the first part of the path, for clients that cannot set the Host header', async () => {
    const headers = { authorization: basicAuthorization(twilio) };
    const answers = await Promise.all(
      ['sync', 'conversations'].map(async (product) => {
        const url = `http://127.0.0.1:${port}/${product}.twilio.com/v1/Services`;
        const { services } = (await (await fetch(url, { headers })).json()) as {
          services: { friendly_name: string }[];
        };
        return services.map(({ friendly_name: name }) => name);
      }),
    );
    expect(answers).toEqual([['Default Service'], ['Flex Chat Service']]);
  });

  it('asks for credentials, as Twilio does', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/sync.twilio.com/v1/Services`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 20003 });
  });
});
