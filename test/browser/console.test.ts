import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { buildPage } from '../../simulator/console/build-page';
import { createConsoleServer } from '../../simulator/console/console-server';
import { close, listen } from '../../simulator/http/listen';
import { realClock } from '../../simulator/kernel/clock';
import { Deployment } from '../support/deployment';
import { describeInBrowser, launchChromium, watchPage } from './chromium';
import { findBarriers } from './find-barriers';

const PHONE = { width: 390, height: 844 };
const TIMEOUT_MS = 20_000;
const DESKTOP = { width: 1440, height: 900 };

jest.setTimeout(TIMEOUT_MS);

describeInBrowser('the console', () => {
  let browser: Browser;
  let server: Server;
  let url = '';
  let deployment: Deployment;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    deployment = new Deployment({ clock: realClock, withTaskEvents: true });
    const { twilio, account } = deployment;
    server = createConsoleServer({ twilio, agents: account.agents, page: await buildPage() });
    url = `http://localhost:${await listen(server, 0)}`;
  });
  afterEach(() => close(server));

  const open = async (path = '/', viewport = DESKTOP) => {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(10_000);
    const { problems } = watchPage(page);
    await page.goto(url + path);
    return { page, problems };
  };
  const customerOf = (page: Page) => page.getByRole('region', { name: 'Customers' });
  const deskOf = (page: Page) => page.getByRole('region', { name: "Agent's desk" });
  const writeAs = async (page: Page, name: RegExp, body: string) => {
    await customerOf(page).getByRole('tab', { name }).click();
    await customerOf(page).getByLabel('Message to the business').fill(body);
    await customerOf(page).getByLabel('Message to the business').press('Enter');
  };

  it('lets a customer write, an agent accept and reply, and the agent leave', async () => {
    const { page, problems } = await open();
    await deskOf(page).getByLabel('Activity').selectOption('Available');
    await writeAs(page, /Ella/, 'My order has not come');
    await deskOf(page).getByRole('button', { name: 'Accept' }).click();
    await deskOf(page).getByText('My order has not come').waitFor();
    await deskOf(page).getByLabel('Reply to the customer').fill('It comes today');
    await deskOf(page).getByLabel('Reply to the customer').press('Enter');
    await customerOf(page).getByText('It comes today').waitFor();
    await deskOf(page).getByText('delivered').waitFor();
    await deskOf(page).getByRole('button', { name: 'Leave' }).click();
    await deskOf(page)
      .getByText(/wrapping/)
      .waitFor();
    expect(deployment.twilio.interactions.interactions.size).toBe(1);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows several customers on several channels, and each agent a desk in a window of their own', async () => {
    const { page, problems } = await open();
    const { page: desk, problems: deskProblems } = await open('/?desk=grace');
    await deskOf(desk).getByLabel('Activity').selectOption('Available');
    await writeAs(page, /Luis/, 'Hola');
    await deskOf(desk).getByRole('button', { name: 'Accept' }).click();
    await deskOf(desk).getByText('Hola').waitFor();
    await writeAs(page, /Mia/, 'From the web page');
    await page.getByRole('region', { name: 'Queues and tasks' }).getByText('mia').waitFor();
    const channels = [...deployment.twilio.interactions.interactions.values()].map(
      ({ channel }) => channel.type,
    );
    expect(channels).toEqual(['whatsapp', 'web']);
    expect([...problems, ...deskProblems]).toEqual([]);
    await page.close();
    await desk.close();
  });

  it('switches the weather, by a forecast and by a rule', async () => {
    const { page, problems } = await open();
    const weather = page.getByRole('region', { name: 'Weather' });
    await weather.getByRole('button', { name: 'Lost post' }).click();
    await weather.getByText('Every second webhook is lost').waitFor();
    await weather.getByRole('button', { name: 'Rush hour', pressed: false }).click();
    await weather.getByRole('button', { name: 'Rush hour', pressed: true }).waitFor();
    await weather.getByRole('button', { name: 'Fair' }).click();
    await weather.getByText('Everything works').waitFor();
    await weather.getByRole('button', { name: 'Rules' }).click();
    await weather.getByLabel('Calls of').selectOption('CreateInteraction');
    await weather.getByRole('button', { name: 'Add' }).first().click();
    await weather.getByText('rules for calls: 1').waitFor();
    expect(deployment.twilio.faults.rules).toMatchObject([
      { operation: 'CreateInteraction', status: 429, times: 1 },
    ]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('says what went wrong where somebody can read it', async () => {
    const { page } = await open();
    for (const { auto_creation: integration } of deployment.twilio.conversations.addresses.values()) {
      integration.enabled = false;
    }
    await writeAs(page, /Ella/, 'Hello');
    await page
      .getByRole('alert')
      .getByText(/No Conversation takes messages/)
      .waitFor();
    await page.close();
  });

  it('fits a phone, one view at a time', async () => {
    const { page, problems } = await open('/', PHONE);
    for (const [view, region] of [
      ['Desk', "Agent's desk"],
      ['Queues', 'Queues and tasks'],
      ['Timeline', 'Timeline'],
      ['Customers', 'Customers'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
      await page.getByRole('region', { name: region, exact: true }).waitFor();
      expect(await page.locator('main > section:visible').count()).toBe(1);
      const { scrollWidth } = await page.evaluate(() => ({
        scrollWidth: document.documentElement.scrollWidth,
      }));
      expect(scrollWidth).toBeLessThanOrEqual(PHONE.width);
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    ['a desktop', DESKTOP, 'light'],
    ['a desktop in the dark', DESKTOP, 'dark'],
    ['a phone', PHONE, 'light'],
  ] as const)('keeps nobody out on %s', async (_, viewport, colorScheme) => {
    const { page } = await open('/', viewport);
    await page.emulateMedia({ colorScheme });
    await writeAs(page, /Ella/, 'Hello');
    await customerOf(page).getByText('Hello').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.close();
  });

  it('can be used by keyboard alone', async () => {
    const { page } = await open();
    await deskOf(page).getByLabel('Activity').selectOption('Available');
    await customerOf(page).getByLabel('Message to the business').focus();
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    const accept = deskOf(page).getByRole('button', { name: 'Accept' });
    await accept.waitFor();
    const isFocused = () => accept.evaluate((button) => button === document.activeElement);
    for (let presses = 0; presses < 40 && !(await isFocused()); presses++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await deskOf(page).getByLabel('Reply to the customer').waitFor();
    await deskOf(page).getByText('SMS · assigned').waitFor();
    await page.close();
  });
});
