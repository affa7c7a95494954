import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';

/** The files of the repository, by their paths, as texts. */
export type SourceTree = ReadonlyMap<string, string>;

const BINARY = /\.(png|jpg|ico|woff2?|tgz)$/;

/** What is in the repository, or is about to be: everything that git does not ignore. */
export function readSourceTree(): SourceTree {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const names = listed.split('\n').filter((name) => name !== '' && !BINARY.test(name));
  return new Map(names.flatMap((name) => readIfThere(name)));
}

function readIfThere(name: string): [string, string][] {
  try {
    return [[name, readFileSync(path.join(ROOT, name), 'utf8')]];
  } catch {
    // Removed, and not yet committed.
    return [];
  }
}

/** The tree with some files changed or added. */
export function withFiles(tree: SourceTree, files: Readonly<Record<string, string>>): SourceTree {
  return new Map([...tree, ...Object.entries(files)]);
}

/** The URLs that the Functions of a tree become. */
export function urlsOf(tree: SourceTree): string[] {
  return [...tree.keys()]
    .map((name) => /^src\/functions(\/.+?)(\.protected)?\.ts$/.exec(name)?.[1])
    .filter((url) => url !== undefined)
    .sort();
}
