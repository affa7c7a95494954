import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where this machine has a Chromium, if it has one. */
const chromiumPath = [process.env.CHROMIUM_PATH ?? '', ...PLACES].find(
  (place) => place !== '' && existsSync(place),
);

/**
 * Declares tests that need a browser. Without a Chromium they are left out, with a line that says so; in CI that is
 * a failure.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  if (chromiumPath !== undefined) {
    describe(name, tests);
    return;
  }
  it(`${name}: needs a Chromium in CI`, () => {
    console.warn(`No Chromium was found, so these tests are left out: ${name}`);
    expect(process.env.CI).not.toBe('true');
  });
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** What a page should never do: write errors to its console, or ask anybody but its own server. */
export function watchPage(page: Page): { readonly problems: readonly string[] } {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && !['localhost', '127.0.0.1'].includes(hostname)) problems.push(request.url());
  });
  return { problems };
}
