import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';
import { close, listen } from '../../simulator/http/listen';
import { readBody } from '../../simulator/http/read-body';
import { BACKEND_API_KEY, BUSINESS_NUMBER, Deployment } from '../support/deployment';

const SCRIPT = path.join(ROOT, 'examples', 'sweep-schedule', 'sweep.mjs');
const CUSTOMERS = 25;

let deployment: Deployment;
let server: Server;
let url: string;
/** Answers to give instead of the deployment's, first come. */
let refusals: number[];

beforeEach(async () => {
  refusals = [];
  deployment = new Deployment({ settings: { SWEEP_SINCE: '2020-01-01' } });
  server = createServer((request, response) => {
    void readBody(request, 10_000).then(async (body) => {
      const refusal = refusals.shift();
      const event = {
        request: { headers: { authorization: request.headers.authorization } },
        ...Object.fromEntries(new URLSearchParams(body?.toString('utf8'))),
      };
      const answer =
        refusal === undefined
          ? await deployment.call('/backend/sweep', event)
          : { status: refusal, body: {} };
      response.writeHead(answer.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  url = `http://127.0.0.1:${await listen(server, 0)}/backend/sweep`;
});

afterEach(() => close(server));

/** More customers than a page has, whose messages nobody was told of. */
async function losePeople(): Promise<void> {
  const { twilio } = deployment;
  twilio.world.deliveries.weather = { copies: () => [] };
  for (let index = 0; index < CUSTOMERS; index++) {
    void twilio.inbound.receive({
      from: `+120255501${String(index).padStart(2, '0')}`,
      to: BUSINESS_NUMBER,
      body: 'Hello?',
    });
    await deployment.settle();
  }
  await deployment.settle(5 * 60_000);
}

function sweep(
  variables: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env.PATH,
    SWEEP_URL: url,
    BACKEND_API_KEY,
    SWEEP_FIRST_WAIT_MS: '1',
    ...variables,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

describe('the scheduler of the sweep', () => {
  it('goes from page to page until every lost customer has a task', async () => {
    await losePeople();
    const { code, stdout } = await sweep();
    const sum = JSON.parse(stdout) as { pages: number; repaired: number };
    expect(sum).toMatchObject({ suspects: CUSTOMERS, repaired: CUSTOMERS, failed: 0 });
    expect(sum.pages).toBeGreaterThan(1);
    expect(code).toBe(0);
    const again = JSON.parse((await sweep()).stdout) as object;
    expect(again).toMatchObject({ suspects: 0 });
  }, 15_000);

  it('only reports if it is told so', async () => {
    await losePeople();
    const { stdout } = await sweep({ SWEEP_APPLY: 'false' });
    expect(JSON.parse(stdout)).toMatchObject({ suspects: CUSTOMERS, repaired: 0 });
  });

  it('repeats a page after a bad moment', async () => {
    refusals = [503, 429, 504];
    expect((await sweep()).code).toBe(0);
  });

  it('gives up after four tries, and says so', async () => {
    refusals = [503, 503, 503, 503];
    const { code, stderr } = await sweep();
    expect(code).toBe(2);
    expect(stderr).toContain('503');
  });

  it('does not repeat with a wrong key, and shows no key', async () => {
    const { code, stdout, stderr } = await sweep({ BACKEND_API_KEY: 'wrong-key' });
    expect(code).toBe(2);
    expect(stderr).toContain('401');
    expect(stdout + stderr).not.toContain('wrong-key');
  });

  it('asks for its settings', async () => {
    expect((await sweep({ SWEEP_URL: '' })).stderr).toContain('SWEEP_URL');
  });
});
