import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** The console page's files by their paths. */
export type Page = ReadonlyMap<string, { readonly type: string; readonly content: string }>;

/** Builds the console page in memory. */
export async function buildPage(): Promise<Page> {
  const folder = path.join(__dirname, 'page');
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, 'app.tsx')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  return new Map([
    [
      '/',
      { type: 'text/html; charset=utf-8', content: await readFile(path.join(folder, 'index.html'), 'utf8') },
    ],
    ['/console.css', { type: 'text/css', content: await readStyles(path.join(folder, 'styles')) }],
    ['/console.js', { type: 'text/javascript', content: outputFiles[0]?.text ?? '' }],
  ]);
}

/** All style sheets of a folder, in the order of their names. */
async function readStyles(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const sheets = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return sheets.join('\n');
}
