import type { Browser } from 'playwright-core';
import { version } from '../../package.json';
import { describeInBrowser, launchChromium, watchPage } from './chromium';
import { findBarriers } from './find-barriers';
import type { StartedDeployment } from './started-deployment';
import { startDeployment } from './started-deployment';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

jest.setTimeout(60_000);

describeInBrowser('the pages of a deployment', () => {
  let browser: Browser;
  let deployment: StartedDeployment;

  beforeAll(async () => {
    browser = await launchChromium();
    deployment = await startDeployment();
  });
  afterAll(async () => {
    await browser.close();
    await deployment.stop();
  });

  async function open(path: string, viewport = DESKTOP, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport, colorScheme });
    const watch = watchPage(page);
    await page.goto(deployment.functionsUrl + path, { waitUntil: 'networkidle' });
    await page.locator('h1').first().waitFor();
    return { page, watch };
  }

  describe.each([
    ['the landing page', '/'],
    ['the API page', '/assets/api.html'],
  ])('%s', (name, path) => {
    it.each([
      ['a phone', PHONE, 'light'],
      ['a desktop', DESKTOP, 'light'],
      ['a desktop in the dark', DESKTOP, 'dark'],
    ] as const)('on %s fits, asks nobody else, and keeps nobody out', async (device, viewport, scheme) => {
      const { page, watch } = await open(path, viewport, scheme);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(viewport.width);
      const folder = process.env.SCREENSHOTS;
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${name} ${device}.png` });
      // Before axe is put into it, which its policy forbids.
      expect(watch.problems).toEqual([]);
      expect(await findBarriers(page)).toEqual([]);
      await page.close();
    });
  });

  it('tell what this is, its version and nothing of its settings', async () => {
    const { page } = await open('/');
    const text = await page.locator('main').innerText();
    expect(text).toContain('Flex Conversations Functions');
    expect(text).toContain(`Version ${version}`);
    const html = await page.content();
    for (const [setting, value] of Object.entries(deployment.variables))
      expect([setting, html.includes(value)]).toEqual([setting, false]);
    await page.close();
  });

  it('lead to the API by keyboard, and tell the health to whoever has the key', async () => {
    const { page } = await open('/');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('API');
    for (let press = 0; press < 2; press++) await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('This is not the backend key').waitFor();
    await page.locator('#key').fill(deployment.variables.BACKEND_API_KEY ?? '');
    await page.keyboard.press('Enter');
    await page.getByText('Everything is as it should be.').waitFor();
    expect(await page.locator('#result').innerText()).toContain('TASKROUTER_WORKSPACE_SID');
    await page.close();
  });

  it('describe every URL', async () => {
    const { page } = await open('/assets/api.html');
    await page.getByText('/agent/transfer').first().waitFor();
    await page.close();
  });
});
