import { RULES, settingsOf } from './rules';
import type { SourceTree } from './source-tree';
import { readSourceTree, urlsOf, withFiles } from './source-tree';

const tree = readSourceTree();

/** What breaks each rule: a change of the repository that has to be found. */
const BREAKS: Readonly<Record<string, (tree: SourceTree) => SourceTree>> = {
  'every webhook is protected by the platform, but the one that authenticates by itself': (whole) =>
    withFiles(whole, { 'src/functions/webhooks/open.ts': 'export const handler = webhookEndpoint(x);' }),
  'every Function of agents uses their endpoint kind': (whole) =>
    withFiles(whole, { 'src/functions/agent/open.ts': 'export const handler = backendEndpoint(x);' }),
  'every Function of back ends uses their endpoint kind': (whole) =>
    withFiles(whole, { 'src/functions/backend/open.ts': 'export const handler = agentEndpoint(x);' }),
  'every webhook uses the endpoint kind of webhooks': (whole) =>
    withFiles(whole, { 'src/functions/webhooks/open.protected.ts': 'export const handler = () => {};' }),
  'a Function is a few lines': (whole) =>
    withFiles(whole, {
      'src/functions/agent/long.ts': `export const handler = agentEndpoint(x);${'\n'.repeat(41)}`,
    }),
  'every file of the product can be read in one sitting': (whole) =>
    withFiles(whole, { 'src/core/long.ts': '\n'.repeat(300) }),
  'every setting is described': (whole) =>
    withFiles(whole, {
      'src/core/settings.ts': `${whole.get('src/core/settings.ts') ?? ''}\n  NEW_SETTING: x,\n`,
    }),
  'every URL is in the README': (whole) =>
    withFiles(whole, { 'src/functions/agent/new-endpoint.ts': 'export const handler = agentEndpoint(x);' }),
  'no REST call is made outside of the gateway': (whole) =>
    withFiles(whole, { 'src/core/park/call.ts': "await fetch('https://api.twilio.com')" }),
  "the SDK is loaded by the folder of Twilio's resources, and only when it is needed": (whole) =>
    withFiles(whole, { 'src/core/park/call.ts': "await import('twilio/lib/rest/FlexApi')" }),
  'nothing is logged but by the logger': (whole) =>
    withFiles(whole, { 'src/core/park/log.ts': 'console.log(1)' }),
  'the product knows nothing of the embedded Twilio, the tests or the scripts': (whole) =>
    withFiles(whole, { 'src/core/park/x.ts': "import { x } from '../../../simulator/x';" }),
  'the embedded Twilio knows nothing of the product': (whole) =>
    withFiles(whole, { 'simulator/x.ts': "import { x } from '../src/core/sid';" }),
  'nothing is left for later': (whole) => withFiles(whole, { 'src/core/x.ts': '// TODO' }),
  'no test is skipped, focused or empty': (whole) =>
    withFiles(whole, { 'test/x.test.ts': "it.skip('x', () => {})" }),
  'imports stand in one order': (whole) =>
    withFiles(whole, { 'src/core/x.ts': "import { a } from './a';\nimport { b } from '../b';\n" }),
  'no folder and no file is a bag of things': (whole) => withFiles(whole, { 'src/core/utils/x.ts': '' }),
  'every dependency is pinned': (whole) =>
    withFiles(whole, { 'package.json': JSON.stringify({ dependencies: { twilio: '^5.13.1' } }) }),
  'every file that a document links to exists': (whole) =>
    withFiles(whole, { 'docs/x.md': '[gone](./gone.md)' }),
  'every npm command that a document names exists': (whole) =>
    withFiles(whole, { 'docs/x.md': '`npm run gone`' }),
};

describe('the repository', () => {
  it.each(RULES)('$name', ({ find }) => {
    expect(find(tree)).toEqual([]);
  });

  it.each(RULES)('would be caught if this broke: $name', ({ name, find }) => {
    const broken = BREAKS[name]?.(tree);
    expect(broken).toBeDefined();
    expect(find(broken ?? tree)).not.toEqual([]);
  });

  it('has the URLs and the settings that the rules speak of', () => {
    expect(urlsOf(tree)).toContain('/webhooks/conversations');
    expect(settingsOf(tree)).toContain('TASKROUTER_WORKSPACE_SID');
  });
});
