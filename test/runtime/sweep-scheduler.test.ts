import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';
import { close, listen } from '../../simulator/http/listen';
import { readBody } from '../../simulator/http/read-body';
import { Customer } from '../../simulator/people/customer';
import { BACKEND_API_KEY, BUSINESS_NUMBER, Deployment } from '../support/deployment';

const SCRIPT = path.join(ROOT, 'examples', 'sweep-scheduler', 'sweep.mjs');
const CUSTOMERS = 25;

/** Serves a deployment's sweep over HTTP. */
function serve(deployment: Deployment): Server {
  return createServer((request, response) => {
    void readBody(request, 10_000).then(async (body) => {
      const parameters = Object.fromEntries(new URLSearchParams(body?.toString('utf8')));
      const { authorization = '' } = request.headers;
      const event = { ...parameters, request: { headers: { authorization } } };
      const answer = await deployment.call(request.url ?? '', event);
      response.writeHead(answer.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
}

function run(port: number, key: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { FUNCTIONS_URL: `http://127.0.0.1:${port}`, BACKEND_API_KEY: key };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [SCRIPT], { env }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

describe('the example of a scheduler', () => {
  let deployment: Deployment;
  let server: Server;
  let port: number;

  beforeEach(async () => {
    deployment = new Deployment({ settings: { SWEEP_SINCE: '2026-01-05' } });
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    for (let index = 0; index < CUSTOMERS; index++)
      await new Customer(deployment.twilio, `+1202555${2000 + index}`).write(BUSINESS_NUMBER, 'Hello');
    await deployment.settle(2 * 60_000);
    server = serve(deployment);
    port = await listen(server, 0);
  });

  afterEach(() => close(server));

  it('goes through all pages and succeeds', async () => {
    const { code, stdout } = await run(port, BACKEND_API_KEY);
    expect(JSON.parse(stdout)).toEqual({
      checked: CUSTOMERS,
      suspects: CUSTOMERS,
      repaired: CUSTOMERS,
      failed: 0,
    });
    expect(code).toBe(0);
  });

  it('fails if somebody could not be helped, or if it is not let in', async () => {
    deployment.twilio.faults.add({
      operation: 'CreateInteraction',
      kind: 'status',
      status: 400,
      code: 45004,
      times: 1,
    });
    const helped = await run(port, BACKEND_API_KEY);
    expect(JSON.parse(helped.stdout)).toMatchObject({ failed: 1 });
    expect(helped.code).toBe(1);
    const refused = await run(port, 'wrong');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).not.toContain('wrong');
  });
});
