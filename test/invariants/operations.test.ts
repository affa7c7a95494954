import path from 'node:path';
import { OPERATIONS } from '../../src/api/operations';
import { listFiles, ROOT } from '../../scripts/build-functions';
import { readFile } from 'node:fs/promises';

const FUNCTIONS = path.join(ROOT, 'src', 'functions');

/** `agent/click-to-sms.ts` is `/agent/click-to-sms`. */
const urlOf = (file: string) => `/${file.replace(/(\.protected|\.private)?\.ts$/, '')}`;

const CALLER_OF_FOLDER: Readonly<Record<string, string>> = {
  agent: 'agent',
  backend: 'backend',
  webhooks: 'twilio',
};

describe('the list of operations', () => {
  it('names every file of src/functions, and nothing else', async () => {
    const urls = (await listFiles(FUNCTIONS)).map(urlOf);
    expect(urls.length).toBeGreaterThan(0);
    expect(OPERATIONS.map(({ url }) => url).sort()).toEqual(urls.sort());
  });

  it('says of each who calls it, as its folder does', () => {
    for (const { url, caller } of OPERATIONS)
      expect([url, caller]).toEqual([url, CALLER_OF_FOLDER[url.split('/')[1] ?? '']]);
  });

  it('runs what the file of the URL runs', async () => {
    const platform = {} as Parameters<(typeof OPERATIONS)[number]['makeHandler']>[0];
    for (const file of await listFiles(FUNCTIONS)) {
      const source = await readFile(path.join(FUNCTIONS, file), 'utf8');
      const [, run] = /handler = (\w+\(.*\));/.exec(source) ?? [];
      const operation = OPERATIONS.find(({ url }) => url === urlOf(file));
      expect([file, run]).toEqual([file, expect.stringMatching(/^\w+Endpoint\(\w*\)$/)]);
      expect(operation?.makeHandler(platform)).toBeInstanceOf(Function);
    }
  });
});
