import { createServer } from 'node:http';
import path from 'node:path';
import type { JSHandle, Page } from 'playwright-core';
import type { FlexInteractionsClient } from '../../packages/flex-interactions-client/src';
import { close, listen } from '../../simulator/http/listen';
import type { InstalledClient } from './installed-client';
import { readInstalled } from './installed-client';

const HTML = `<!doctype html>
<link rel="icon" href="data:," />
<title>A page with a plugin</title>
<script type="module">
  import { FlexInteractionsClient } from '/index.js';
  globalThis.FlexInteractionsClient = FlexInteractionsClient;
</script>`;

/** Serves a page that imports an installed client, and its modules as they are in the tarball. */
export async function servePage(client: InstalledClient) {
  const server = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    const isModule = name.endsWith('.js');
    response.setHeader('Content-Type', isModule ? 'text/javascript' : 'text/html');
    if (isModule) void readInstalled(client, `dist/${name}`).then((source) => response.end(source));
    else response.end(HTML);
  });
  const origin = `http://localhost:${await listen(server, 0)}`;
  return { origin, stop: () => close(server) };
}

/** Makes a client in a page that `servePage` serves. */
export function newClient(
  page: Page,
  options: { readonly baseUrl: string; readonly token: string },
): Promise<JSHandle<FlexInteractionsClient>> {
  return page.evaluateHandle(({ baseUrl, token }) => {
    const { FlexInteractionsClient: Client } = globalThis as unknown as {
      FlexInteractionsClient: typeof FlexInteractionsClient;
    };
    return new Client({ baseUrl, getToken: () => token });
  }, options);
}
