import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';

/** A document of the repository. */
export interface Document {
  /** Its path in the repository. */
  readonly name: string;
  readonly text: string;
}

/** Every Markdown file of the repository, or about to be of it. */
export function readDocuments(): Document[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((name) => name !== '' && existsSync(path.join(ROOT, name)))
    .map((name) => ({ name, text: readFileSync(path.join(ROOT, name), 'utf8') }));
}

/** The text of a document without its code blocks. */
export function proseOf({ text }: Document): string {
  return text.replace(/^( *)```.*?^\1```$/gms, '');
}

/** The lines between two headings, by the heading's text; `undefined` if there is no such heading. */
export function sectionOf({ text }: Document, heading: string): string | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) return undefined;
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n');
}
