import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../browser/chromium';
import { blocksIn } from './code-blocks';
import { readDocuments } from './documents';

const diagrams = readDocuments().flatMap(({ name, text }) =>
  blocksIn(text, 'mermaid').map((code) => ({ name, code })),
);

describeInBrowser('the diagrams of the documents', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    await page.addScriptTag({ path: require.resolve('@mermaid-js/tiny') });
  });
  afterAll(() => browser.close());

  /** What the renderer says about a diagram; an empty text if it can draw it. */
  const problemOf = (code: string): Promise<string> =>
    page.evaluate(async (text) => {
      const { mermaid } = globalThis as unknown as { mermaid: { parse: (code: string) => Promise<unknown> } };
      return mermaid.parse(text).then(
        () => '',
        (error: unknown) => String(error),
      );
    }, code);

  it('can be drawn', async () => {
    expect(diagrams.length).toBeGreaterThan(9);
    for (const { name, code } of diagrams)
      expect([name, code, await problemOf(code)]).toEqual([name, code, '']);
  });

  it('would be caught if one could not', async () => {
    expect(await problemOf('sequenceDiagram\n  A->>: nobody\n')).toMatch(/Parse error/);
  });
});
