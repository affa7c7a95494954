import type { SourceTree } from './source-tree';
import { urlsOf } from './source-tree';

/** What has to hold for the whole repository. */
export interface Rule {
  /** As a sentence about the repository. */
  readonly name: string;
  /** @returns what breaks it, one line each */
  readonly find: (tree: SourceTree) => string[];
}

/** By the platform and by its local server, so that nobody sets it. */
const GIVEN_ALWAYS = 'DOMAIN_NAME';

/** The one webhook that Twilio does not sign as a Function expects it. */
const UNSIGNED = 'src/functions/webhooks/event-streams.ts';

const below = (tree: SourceTree, folder: string): [string, string][] =>
  [...tree].filter(([name]) => name.startsWith(folder) && /\.(ts|tsx|mts)$/.test(name));

/** Files below a folder whose text has something it must not have. */
function mentions(tree: SourceTree, folder: string, what: RegExp, allowed: readonly string[] = []): string[] {
  return below(tree, folder)
    .filter(([name, text]) => !allowed.includes(name) && what.test(text))
    .map(([name]) => name);
}

/** Functions of a folder that do not use its endpoint kind. */
function withoutKind(tree: SourceTree, folder: string, kind: RegExp): string[] {
  return below(tree, folder)
    .filter(([, text]) => !kind.test(text))
    .map(([name]) => name);
}

/** URLs that a document does not tell of. */
function missingIn(tree: SourceTree, document: string, urls = urlsOf(tree)): string[] {
  const text = tree.get(document) ?? '';
  return urls.filter((url) => !text.includes(url)).map((url) => `${url} is not in ${document}`);
}

/** The names of all settings, from the keys of the schema that reads them. */
export function settingsOf(tree: SourceTree): string[] {
  const text = tree.get('src/core/settings.ts') ?? '';
  return [...text.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name ?? '');
}

/** Packages first, in any order, then what is above, then what is beside; a module's types before its values. */
function hasSortedImports(text: string): boolean {
  const top =
    text.split(/^(?:export|const|let|class|function|async|interface|type|describe|it)\b/m, 1)[0] ?? '';
  const imports = [...top.matchAll(/^import (type )?[^;]*?from '([^']+)';$/gm)].map(
    ([, isType, path = '']) => {
      const rank = path.startsWith('./') ? 2 : path.startsWith('.') ? 1 : 0;
      return rank === 0 ? '0' : `${rank} ${path} ${isType === undefined ? 1 : 0}`;
    },
  );
  return imports.every((one, index) => index === 0 || (imports[index - 1] ?? '') <= one);
}

export const RULES: readonly Rule[] = [
  {
    name: 'every webhook is protected by the platform, but the one that authenticates by itself',
    find: (tree) =>
      below(tree, 'src/functions/webhooks/')
        .map(([name]) => name)
        .filter((name) => !name.endsWith('.protected.ts') && name !== UNSIGNED),
  },
  {
    name: 'every Function of agents uses their endpoint kind',
    find: (tree) => withoutKind(tree, 'src/functions/agent/', /handler = agentEndpoint\(/),
  },
  {
    name: 'every Function of back ends uses their endpoint kind',
    find: (tree) => withoutKind(tree, 'src/functions/backend/', /handler = (backend|health)Endpoint\(/),
  },
  {
    name: 'every webhook uses the endpoint kind of webhooks',
    find: (tree) =>
      withoutKind(tree, 'src/functions/webhooks/', /handler = (webhook|eventStreams)Endpoint\(/),
  },
  {
    name: 'a Function is a few lines',
    find: (tree) =>
      below(tree, 'src/functions/')
        .filter(([, text]) => text.split('\n').length > 40)
        .map(([name]) => name),
  },
  {
    name: 'every file of the product can be read in one sitting',
    find: (tree) =>
      [...below(tree, 'src/'), ...below(tree, 'simulator/')]
        .filter(([, text]) => text.split('\n').length > 251)
        .map(([name]) => name),
  },
  {
    name: 'every setting is described',
    find: (tree) =>
      settingsOf(tree).flatMap((setting) =>
        ['.env.example', 'README.md']
          .filter((document) => document === 'README.md' || setting !== GIVEN_ALWAYS)
          .filter((document) => tree.get(document)?.includes(setting) !== true)
          .map((document) => `${setting} is not in ${document}`),
      ),
  },
  {
    name: 'every URL is in the README',
    find: (tree) => missingIn(tree, 'README.md'),
  },
  {
    name: 'no REST call is made outside of the gateway',
    find: (tree) =>
      mentions(
        tree,
        'src/',
        /https?\.request\(|\bfetch\(['"`]|from 'axios'|require\('twilio'\)|from 'twilio'/,
        // The landing page asks its own deployment, from a browser.
        ['src/core/twilio/transport.ts', 'src/pages/landing.ts'],
      ),
  },
  {
    name: "the SDK is loaded by the folder of Twilio's resources, and only when it is needed",
    find: (tree) => mentions(tree, 'src/', /import\('twilio\//, ownersOfTheSdk(tree)),
  },
  {
    name: 'nothing is logged but by the logger',
    find: (tree) => mentions(tree, 'src/', /\bconsole\.|process\.std(out|err)/, ['src/core/platform.ts']),
  },
  {
    name: 'the product knows nothing of the embedded Twilio, the tests or the scripts',
    find: (tree) => mentions(tree, 'src/', /from '[^']*\/(simulator|test|scripts|bench)\//),
  },
  {
    name: 'the embedded Twilio knows nothing of the product',
    find: (tree) => mentions(tree, 'simulator/', /from '[^']*\/src\//),
  },
  {
    name: 'nothing is left for later',
    find: (tree) => mentions(tree, 'src/', /TODO|FIXME|XXX|@ts-ignore/),
  },
  {
    name: 'no test is skipped, focused or empty',
    find: (tree) =>
      mentions(tree, 'test/', /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(|expect\(true\)/, [
        'test/invariants/rules.ts',
        'test/invariants/repository.test.ts',
      ]),
  },
  {
    name: 'imports stand in one order',
    find: (tree) =>
      ['src/', 'simulator/', 'scripts/', 'bench/', 'packages/', 'test/']
        .flatMap((folder) => below(tree, folder))
        .filter(([, text]) => !hasSortedImports(text))
        .map(([name]) => name),
  },
  {
    name: 'no folder and no file is a bag of things',
    find: (tree) =>
      [...tree.keys()].filter((name) => /(^|\/)(utils?|helpers?|misc|common)(\/|\.)/.test(name)),
  },
  {
    name: 'every dependency is pinned',
    find: (tree) => {
      const { dependencies, devDependencies } = JSON.parse(tree.get('package.json') ?? '{}') as Record<
        string,
        Record<string, string> | undefined
      >;
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
        .map(([name, version]) => `${name} ${version}`);
    },
  },
  {
    name: 'every file that a document links to exists',
    find: (tree) =>
      [...tree]
        .filter(([name]) => name.endsWith('.md') && !name.includes('node_modules'))
        .flatMap(([name, text]) =>
          linksOf(name, text)
            .filter((link) => !exists(tree, link))
            .map((link) => `${name}: ${link}`),
        ),
  },
  {
    name: 'every npm command that a document names exists',
    find: (tree) => {
      const { scripts = {} } = JSON.parse(tree.get('package.json') ?? '{}') as {
        scripts?: Record<string, string>;
      };
      return [...tree]
        .filter(([name]) => name === 'README.md' || /^(docs|simulator)\/.*\.md$/.test(name))
        .flatMap(([name, text]) =>
          [...text.matchAll(/\bnpm run ([\w:-]+)/g)]
            .map(([, script]) => script ?? '')
            .filter((script) => !Object.hasOwn(scripts, script))
            .map((script) => `${name}: npm run ${script}`),
        );
    },
  },
];

function ownersOfTheSdk(tree: SourceTree): string[] {
  const signature = 'src/core/event-streams/url-signature.ts';
  return [signature, ...[...tree.keys()].filter((name) => name.startsWith('src/core/twilio/'))];
}

function linksOf(document: string, text: string): string[] {
  const folder = document.split('/').slice(0, -1);
  return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link = '']) => {
    const parts = [...folder];
    for (const part of link.replace(/\/$/, '').split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.' && part !== '') parts.push(part);
    }
    return parts.join('/');
  });
}

function exists(tree: SourceTree, link: string): boolean {
  // Pictures are not read, only listed where they are text.
  return (
    /\.(png|jpg)$/.test(link) || [...tree.keys()].some((name) => name === link || name.startsWith(`${link}/`))
  );
}
