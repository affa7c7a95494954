import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { OPERATIONS } from '../../src/api/operations';
import { typescriptBlocks } from '../docs/code-blocks';
import type { InstalledClient } from './installed-client';
import { installClient, readInstalled, runModule, typeCheck } from './installed-client';

const MAX_GZIP_BYTES = 3_000;

/** Calls every method once, and tells the URL that each of them asks for. */
const LIST_METHODS = `
import { FlexInteractionsClient } from 'flex-interactions-client';
const urls = {};
let name;
globalThis.fetch = async (url) => {
  urls[name] = new URL(url).pathname;
  return Response.json({});
};
const client = new FlexInteractionsClient({ baseUrl: 'https://example.com', getToken: () => 'token' });
for (name of Object.getOwnPropertyNames(FlexInteractionsClient.prototype))
  if (name !== 'constructor') await client[name]({});
for (const [group, methods] of Object.entries(client))
  for (const [method, call] of Object.entries(methods)) {
    name = group + '.' + method;
    await call({});
  }
console.log(JSON.stringify(urls));
`;

const FAIL_TO_GET_A_TOKEN = `
import { FlexInteractionsClient } from 'flex-interactions-client';
const getToken = () => Promise.reject(new Error('logged out'));
const client = new FlexInteractionsClient({ baseUrl: 'https://example.com', getToken, waitMs: 1 });
console.log(JSON.stringify(await client.parked({ requestId: 'r-1' })));
`;

jest.setTimeout(60_000);

let client: InstalledClient;

beforeAll(async () => {
  client = await installClient();
});
afterAll(() => rm(client.folder, { recursive: true, force: true }));

describe('the client, packed and installed in an empty folder', () => {
  it('holds its modules, their types and a README, and depends on nothing', async () => {
    const modules = ['answers', 'errors', 'index', 'parameters', 'send'];
    const built = modules.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]);
    expect(client.files).toEqual(['README.md', ...built, 'package.json']);
    expect(JSON.parse(await readInstalled(client, 'package.json'))).not.toHaveProperty('dependencies');
  });

  it(`is smaller than ${MAX_GZIP_BYTES} bytes`, async () => {
    const { outputFiles } = await build({
      stdin: { contents: "export * from 'flex-interactions-client'", resolveDir: client.folder },
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThan(MAX_GZIP_BYTES);
  });

  it('is typed as its README shows, and refuses what its deployment would', async () => {
    const [snippet = ''] = typescriptBlocks(await readInstalled(client, 'README.md'));
    expect(snippet).toContain('clickToSms');
    // Every line that should not compile is one that does if the types are wrong.
    await typeCheck(
      client,
      'readme.ts',
      `${snippet}
// @ts-expect-error no destination
await interactions.clickToSms({ body: 'Hello' });
// @ts-expect-error no target
await interactions.invite({ taskSid: 'WT1', colleague: 'WK1' });
// @ts-expect-error half a handle
await interactions.park({ interactionSid: 'KD1' });
// @ts-expect-error a code that no refusal has
if (!result.ok) console.log(result.error.code === 'gone');
// @ts-expect-error details of another code
if (!result.ok && result.error.code === 'last_agent') console.log(result.error.details.fields);
`,
    );
  });

  it('has a method for every URL that agents may call, named as the URL, and no other', async () => {
    const urls = OPERATIONS.filter(({ caller }) => caller === 'agent').map(({ url }) => url);
    expect(await runModule(client, LIST_METHODS)).toEqual(
      Object.fromEntries(urls.map((url) => [methodOf(url), url])),
    );
  });

  it('does not throw where there is no token', async () => {
    expect(await runModule(client, FAIL_TO_GET_A_TOKEN)).toEqual({
      ok: false,
      error: { code: 'unreachable', message: 'No answer arrived: logged out', requestId: 'r-1' },
    });
  });

  it('is found wrong by the same check if it is', async () => {
    const source =
      "import { FlexInteractionsClient } from 'flex-interactions-client';\nnew FlexInteractionsClient({});\n";
    await expect(typeCheck(client, 'wrong.ts', source)).rejects.toThrow(/baseUrl/);
  });
});

/** E.g. `clickToSms` of `/agent/click-to-sms`, and `participants.list` of `/agent/participants/list`. */
function methodOf(url: string): string {
  return url
    .replace('/agent/', '')
    .replace('/', '.')
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
