import { existsSync } from 'node:fs';
import path from 'node:path';
import { quotedTable, withQuotedTable } from '../../bench/quoted-table';
import { ROOT } from '../../scripts/build-functions';
import { blocksIn, codeBlocks } from './code-blocks';
import { readDocuments } from './documents';
import { brokenLinks } from './links';
import { typeCheck } from './type-check';

const documents = readDocuments();

/** TypeScript of these documents is run, not only read, by the tests named. */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  'simulator/README.md': 'test/simulator/readme.test.ts',
  'packages/flex-interactions-client/README.md': 'test/client/package.test.ts',
};

/** Those of these need packages that the root does not have; a job of their own checks them. */
const OF_ANOTHER_LOCKFILE = 'examples/flex-plugin/';

/** How each language of a code block is checked. */
const CHECKED_LANGUAGES = ['sh', 'json', 'ts', 'tsx', 'mermaid', ''];

/** TypeScript blocks by the path that their first line names. */
function namedBlocks(markdown: string): Record<string, string> {
  return Object.fromEntries(
    blocksIn(markdown, 'ts', 'tsx').map((code) => [/^\/\/ (\S+\.tsx?)\n/.exec(code)?.[1] ?? '', code]),
  );
}

/** Folders that the tree of a document draws and that there are not; what is indented is below `src/core`. */
function missingFolders(tree: string): string[] {
  const drawn = tree.split('\n').flatMap((line) => {
    const [names = ''] = line.trim().split(/\s{3,}/);
    const parent = line.startsWith('  ') ? 'src/core/' : '';
    return names
      .split(/\s+/)
      .filter((name) => name.endsWith('/'))
      .flatMap((name) => expand(`${parent}${name}`));
  });
  return drawn.filter((folder) => !existsSync(path.join(ROOT, folder)));
}

/** `a/{b,c}/` is `a/b/` and `a/c/`. */
function expand(name: string): string[] {
  const [, before = '', choices, after = ''] = /^(.*)\{(.+)\}(.*)$/.exec(name) ?? [];
  return choices === undefined ? [name] : choices.split(',').map((choice) => `${before}${choice}${after}`);
}

describe('every document', () => {
  it('is found', () => {
    const names = documents.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/start.md', 'simulator/README.md']),
    );
  });

  it('links to what exists, headings included', () => {
    expect(documents.flatMap(brokenLinks)).toEqual([]);
  });

  it.each(['[x](gone.md)', '[x](docs/start.md#gone)', '[x](#gone)', '![x](docs/images/gone.png)'])(
    'would be caught if it linked to nothing: %s',
    (text) => {
      expect(brokenLinks({ name: 'README.md', text })).toHaveLength(1);
    },
  );

  it('links to headings that exist', () => {
    const text = '# A heading, and more\n[x](#a-heading-and-more) [y](docs/start.md#the-first-message)';
    expect(brokenLinks({ name: 'README.md', text })).toEqual([]);
  });

  it('draws folders that there are', () => {
    const readme = documents.find(({ name }) => name === 'README.md');
    const tree = blocksIn(readme?.text ?? '', '').join('\n');
    expect(tree).toContain('simulator/');
    expect(missingFolders(tree)).toEqual([]);
    expect(missingFolders('src/{core,gone}/   x\n  routing/  lost/   y')).toEqual([
      'src/gone/',
      'src/core/lost/',
    ]);
  });

  it('has code blocks of languages that something checks', () => {
    const others = documents.flatMap(({ name, text }) =>
      codeBlocks(text)
        .filter(({ language }) => !CHECKED_LANGUAGES.includes(language))
        .map(({ language }) => `${name}: ${language}`),
    );
    expect(others).toEqual([]);
  });

  it('has JSON that can be read', () => {
    for (const { text } of documents)
      for (const code of blocksIn(text, 'json')) expect(() => void JSON.parse(code)).not.toThrow();
  });
});

describe('the benchmarks in the README', () => {
  const textOf = (name: string): string => documents.find((document) => document.name === name)?.text ?? '';
  const readme = textOf('README.md');
  const benchmarks = textOf('docs/benchmarks.md');
  const cellsOf = (markdown: string): string[] =>
    markdown.split('\n').flatMap((line) => (line.startsWith('| ') ? [line.replace(/ +/g, ' ')] : []));

  it('are those that the command wrote last', () => {
    const quoted = cellsOf(quotedTable(benchmarks)).filter((line) => !line.startsWith('| --'));
    expect(cellsOf(readme)).toEqual(expect.arrayContaining(quoted));
    expect(quoted).toHaveLength(6);
  });

  it('are replaced by the command, and nothing else is', () => {
    const other = benchmarks.replace(
      '| 100 messages: REST calls ',
      '| 100 messages: REST calls | 0.1 | 77 | 770 | ',
    );
    const rewritten = withQuotedTable(readme, other);
    expect(cellsOf(rewritten)).toContain('| REST calls of 100 messages | 77 | 770 |');
    expect(rewritten.replace(/^\|.*\n/gm, '')).toBe(readme.replace(/^\|.*\n/gm, ''));
    expect(cellsOf(rewritten)).toHaveLength(cellsOf(readme).length);
  });

  it('are looked for where they stand', () => {
    expect(() => quotedTable(benchmarks.replace('the same in the baseline', 'gone'))).toThrow(
      'the same in the baseline',
    );
  });
});

describe('TypeScript of a document', () => {
  const read = documents.filter(
    ({ name, text }) =>
      blocksIn(text, 'ts', 'tsx').length > 0 &&
      RUN_ELSEWHERE[name] === undefined &&
      !name.startsWith(OF_ANOTHER_LOCKFILE),
  );
  const files = Object.assign({}, ...read.map(({ text }) => namedBlocks(text))) as Record<string, string>;
  const WRONG = 'src/core/agents/wrong-command.ts';
  const right = files['src/core/agents/who-am-i-command.ts'] ?? '';
  // One run of the compiler for all: it takes seconds.
  const problems = typeCheck({ ...files, [WRONG]: right.replace("url: '/agent/who-am-i'", 'url: 42') });

  it('says in its first line where it belongs', () => {
    expect(read.map(({ name }) => name)).toContain('CONTRIBUTING.md');
    expect(Object.keys(files)).not.toContain('');
  });

  it('compiles there', () => {
    expect(problems.filter((problem) => !problem.startsWith(WRONG))).toEqual([]);
  });

  it('would be caught if it did not', () => {
    expect(problems.filter((problem) => problem.startsWith(WRONG))).toHaveLength(1);
  });
});
