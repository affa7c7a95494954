import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFunctions, listFiles, ROOT } from '../../scripts/build-functions';
import { PAGE_ASSETS } from '../../scripts/build-pages';

const SOURCE = path.join(ROOT, 'src');

let folder: string;
let built: string;
let dist: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'no-source-leaks-'));
  built = path.join(folder, 'built');
  await buildFunctions(built);
});

beforeEach(async () => {
  dist = path.join(await mkdtemp(path.join(folder, 'copy-')), 'dist');
  await cp(built, dist, { recursive: true });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a build holds that has no business in the cloud. */
async function findLeaks(): Promise<string[]> {
  const folders = await readdir(dist);
  const sources = (await listFiles(path.join(SOURCE, 'functions'))).map((file) =>
    file.replace(/\.ts$/, '.js'),
  );
  const functions = await listFiles(path.join(dist, 'functions'));
  const bundles = functions.filter((file) => sources.includes(file));
  const copies = await listFiles(path.join(SOURCE, 'assets'));
  const assets = await listFiles(path.join(dist, 'assets'));
  return [
    ...folders.filter((name) => !['functions', 'assets'].includes(name)),
    ...functions.filter((file) => !sources.includes(file)).map((file) => `functions/${file}`),
    ...assets
      .filter((file) => !copies.includes(file) && !PAGE_ASSETS.includes(file))
      .map((file) => `assets/${file}`),
    ...(await filter(bundles, tellsOfSource)).map((file) => `source in functions/${file}`),
    ...(await filter(PAGE_ASSETS, pageTellsOfSource)).map((file) => `source in assets/${file}`),
    ...(await filter(copies, differs)).map((file) => `assets/${file} differs`),
  ];
}

/** A source map, inline or by name, or a path of the machine that built it. */
async function tellsOfSource(file: string): Promise<boolean> {
  const bundle = await readFile(path.join(dist, 'functions', file), 'utf8');
  return bundle.includes('sourceMappingURL=') || bundle.includes(ROOT);
}

async function pageTellsOfSource(file: string): Promise<boolean> {
  return (await readFile(path.join(dist, 'assets', file), 'utf8')).includes(ROOT);
}

async function differs(file: string): Promise<boolean> {
  const [given, built] = await Promise.all(
    [SOURCE, dist].map((folder) => readFile(path.join(folder, 'assets', file)).catch(() => undefined)),
  );
  return !given || !built || !given.equals(built);
}

async function filter(
  files: readonly string[],
  isWanted: (file: string) => Promise<boolean>,
): Promise<string[]> {
  const wanted = await Promise.all(files.map(isWanted));
  return files.filter((_, index) => wanted[index] === true);
}

describe('what is built for the cloud', () => {
  it('holds a bundle of each Function, a copy of each asset and the pages, and nothing else', async () => {
    const files = await listFiles(dist);
    expect(files).toContain('functions/webhooks/conversations.protected.js');
    expect(files).toContain('assets/routing.private.json');
    expect(files).toEqual(expect.arrayContaining(PAGE_ASSETS.map((file) => `assets/${file}`)));
    expect(await findLeaks()).toEqual([]);
  });

  it('is empty of what an earlier build left', async () => {
    await writeFile(path.join(dist, 'functions', 'gone.js'), '');
    await buildFunctions(dist);
    expect(await findLeaks()).toEqual([]);
  });
});

describe('the search for leaks fails when there is', () => {
  it.each([
    ['a source map of a Function', 'functions/webhooks/conversations.protected.js.map'],
    ['a source map of an asset', 'assets/routing.private.json.map'],
    ['a declaration file', 'functions/webhooks/conversations.protected.d.ts'],
    ['a shared module, which would be a URL', 'functions/shared.js'],
    ['a file beside the two folders', 'tsconfig.tsbuildinfo'],
  ])('%s', async (_, file) => {
    await mkdir(path.dirname(path.join(dist, file)), { recursive: true });
    await writeFile(path.join(dist, file), '{}');
    expect(await findLeaks()).toEqual([file]);
  });

  it.each([
    ['an inline source map', '\n//# sourceMappingURL=data:application/json;base64,e30='],
    ['a path of the machine that built it', `\n// ${ROOT}/src/core/settings.ts`],
  ])('%s', async (_, text) => {
    const file = 'webhooks/conversations.protected.js';
    await appendFile(path.join(dist, 'functions', file), text);
    expect(await findLeaks()).toEqual([`source in functions/${file}`]);
  });

  it('an asset that was changed on the way', async () => {
    await appendFile(path.join(dist, 'assets', 'routing.private.json'), ' ');
    expect(await findLeaks()).toEqual(['assets/routing.private.json differs']);
  });
});
