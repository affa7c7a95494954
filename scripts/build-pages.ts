import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { version } from '../package.json';
import { openApiDocument } from './openapi/openapi-document';

const PAGES = path.join(__dirname, '..', 'src', 'pages');
const RENDERER = 'redoc/bundles/redoc.standalone.js';

/** Files of the pages as they are, by where they go; `assets/index.html` is what a deployment shows at `/`. */
const COPIES = [
  ['landing.html', 'assets/index.html'],
  ['landing.css', 'assets/landing.css'],
  ['api.html', 'assets/api.html'],
  ['api.css', 'assets/api.css'],
] as const;

/** Everything that `buildPages` makes, below `dist/assets`. */
export const PAGE_ASSETS: readonly string[] = [
  ...COPIES.map(([, asset]) => asset),
  'assets/api.js',
  'assets/landing.js',
  'assets/redoc.js',
  'openapi.json',
].sort();

/**
 * Builds the pages of a deployment: what it is, and its API, described by the OpenAPI document. They ask no other
 * host for anything.
 *
 * @param assetsFolder `dist/assets`
 */
export async function buildPages(assetsFolder: string): Promise<void> {
  const outdir = path.join(assetsFolder, 'assets');
  await build({
    entryPoints: [path.join(PAGES, 'landing.ts'), path.join(PAGES, 'api.ts')],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    define: { VERSION: JSON.stringify(version) },
    // It is a bundle already.
    alias: { [RENDERER]: './redoc.js' },
    external: ['./redoc.js'],
    logLevel: 'warning',
  });
  await Promise.all(
    COPIES.map(([page, asset]) => copyFile(path.join(PAGES, page), path.join(assetsFolder, asset))),
  );
  await writeFile(
    path.join(outdir, 'redoc.js'),
    withoutOutsideLogos(await readFile(require.resolve(RENDERER), 'utf8')),
  );
  await writeFile(path.join(assetsFolder, 'openapi.json'), JSON.stringify(openApiDocument()));
}

/** The one thing that the renderer would fetch from elsewhere; it leaves out a logo that it cannot load. */
function withoutOutsideLogos(script: string): string {
  const logos = /`https:\/\/cdn\.redoc\.ly\/[\w/.-]+\.svg`/g;
  if (!logos.test(script))
    throw new Error('The API renderer has changed: look for what it fetches from outside.');
  return script.replace(logos, '`data:,`');
}
