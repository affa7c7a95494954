import { cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { parseRoutingTable } from '../src/core/routing-table/routing-table';
import { buildPages } from './build-pages';

export const ROOT = path.join(__dirname, '..');

export interface Built {
  /** Paths below `dist/functions`. */
  readonly functions: readonly string[];
  /** Paths below `dist/assets`. */
  readonly assets: readonly string[];
  /** The size of all bundles together. */
  readonly bytes: number;
}

/**
 * Builds what is deployed: one bundle per file of `src/functions`, for relative requires do not survive a deploy,
 * the assets as they are, and the pages. Every file in `dist/functions` becomes a URL and every file in `dist/assets` an
 * asset, so both are emptied first and nothing else is put there: no source maps, no declarations.
 *
 * @param outFolder where to, `dist` by default
 * @throws ConfigurationError if the routing table is wrong, naming the entry
 */
export async function buildFunctions(outFolder = path.join(ROOT, 'dist')): Promise<Built> {
  const assetsFolder = path.join(ROOT, 'src', 'assets');
  parseRoutingTable(await readFile(path.join(assetsFolder, 'routing.private.json'), 'utf8'));
  await rm(outFolder, { recursive: true, force: true });
  const functionsFolder = path.join(ROOT, 'src', 'functions');
  const entryPoints = (await listFiles(functionsFolder)).filter((file) => file.endsWith('.ts'));
  const outdir = path.join(outFolder, 'functions');
  await build({
    entryPoints: entryPoints.map((file) => path.join(functionsFolder, file)),
    outdir,
    outbase: functionsFolder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The SDK stays outside: bundled it is slower to load, and breaks the runtime's `instanceof` checks.
    external: ['twilio', '@twilio/runtime-handler'],
    // An `import()` of the SDK has to become a `require`: Node resolves neither its paths nor its exports as a module.
    supported: { 'dynamic-import': false },
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  await mkdir(path.join(outFolder, 'assets'), { recursive: true });
  await cp(assetsFolder, path.join(outFolder, 'assets'), { recursive: true });
  await buildPages(path.join(outFolder, 'assets'));
  const functions = await listFiles(outdir);
  const sizes = await Promise.all(functions.map(async (file) => (await stat(path.join(outdir, file))).size));
  return {
    functions,
    assets: await listFiles(path.join(outFolder, 'assets')),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** All files below a folder, sorted, with forward slashes. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
