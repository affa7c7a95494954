import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';
import type { Document } from './documents';
import { proseOf } from './documents';

/** What is wrong with the links of a document that lead into the repository, one line each. */
export function brokenLinks(document: Document): string[] {
  const links = [...proseOf(document).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)];
  return links.flatMap(([, link = '']) => {
    const [target = '', anchor] = link.split('#');
    const file = target === '' ? document.name : path.join(path.dirname(document.name), target);
    const problem = problemOf(file, anchor, document);
    return problem === undefined ? [] : [`${document.name}: ${link} ${problem}`];
  });
}

function problemOf(file: string, anchor: string | undefined, document: Document): string | undefined {
  if (!existsSync(path.join(ROOT, file))) return 'leads to nothing';
  if (anchor === undefined) return undefined;
  const text = file === document.name ? document.text : readFileSync(path.join(ROOT, file), 'utf8');
  return anchorsOf({ name: file, text }).includes(anchor) ? undefined : 'leads to no heading';
}

/** The anchors that GitHub gives the headings of a document. */
function anchorsOf(document: Document): string[] {
  return [...proseOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
