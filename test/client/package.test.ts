import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { typescriptBlocks } from '../docs/code-blocks';
import type { InstalledClient } from './installed-client';
import { installClient, readInstalled, typeCheck } from './installed-client';

const MAX_GZIP_BYTES = 3_000;

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

  it('is found wrong by the same check if it is', async () => {
    const source =
      "import { FlexInteractionsClient } from 'flex-interactions-client';\nnew FlexInteractionsClient({});\n";
    await expect(typeCheck(client, 'wrong.ts', source)).rejects.toThrow(/baseUrl/);
  });
});
