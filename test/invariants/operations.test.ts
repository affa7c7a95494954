import path from 'node:path';
import { listFiles, ROOT } from '../../scripts/build-functions';
import { OPERATIONS } from '../../src/api/operations';
import type { Handler } from '../../src/core/endpoints/endpoint';

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

  it('gives each URL the endpoint that its file deploys', async () => {
    for (const file of await listFiles(FUNCTIONS)) {
      const url = urlOf(file);
      const { handler } = (await import(path.join(FUNCTIONS, file))) as { handler: Handler };
      const operation = OPERATIONS.find((one) => one.url === url);
      expect([url, await urlLoggedBy(handler)]).toEqual([url, url]);
      expect([url, operation && (await urlLoggedBy(operation.makeHandler()))]).toEqual([url, url]);
    }
  });
});

class FakeResponse {
  setStatusCode(): void {
    // Only the log matters.
  }
  appendHeader(): void {
    // Only the log matters.
  }
  setBody(): void {
    // Only the log matters.
  }
}

/** Without settings an endpoint refuses, and logs which URL it is. */
async function urlLoggedBy(handler: Handler): Promise<unknown> {
  Object.assign(globalThis, { Twilio: { Response: FakeResponse } });
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const spies = [
    jest.spyOn(console, 'log').mockImplementation(log),
    jest.spyOn(console, 'error').mockImplementation(log),
  ];
  await handler({}, {}, () => undefined);
  for (const spy of spies) spy.mockRestore();
  return (JSON.parse(lines[0] ?? '{}') as { url?: string }).url;
}
