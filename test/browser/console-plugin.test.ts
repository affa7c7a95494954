import type { Server } from 'node:http';
import type { Browser, Locator, Page } from 'playwright-core';
import { buildPage } from '../../simulator/console/build-page';
import { createConsoleServer } from '../../simulator/console/console-server';
import { close, findFreePort, listen } from '../../simulator/http/listen';
import { describeInBrowser, launchChromium, watchPage } from './chromium';
import type { StartedDeployment } from './started-deployment';
import { startDeployment } from './started-deployment';

jest.setTimeout(60_000);

describeInBrowser('the buttons of a plugin on the desks of the console', () => {
  let browser: Browser;
  let server: Server;
  let deployment: StartedDeployment;
  let page: Page;
  let desk: Locator;
  let problems: readonly string[];

  beforeAll(async () => {
    const port = await findFreePort(0);
    const origin = `http://localhost:${port}`;
    deployment = await startDeployment({ variables: { ALLOWED_ORIGINS: origin } });
    const { twilio, account, functionsUrl } = deployment;
    server = createConsoleServer({
      twilio,
      agents: account.agents,
      functionsUrl,
      page: await buildPage(),
    });
    await listen(server, port);
    browser = await launchChromium();
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    ({ problems } = watchPage(page));
    await page.goto(origin);
    desk = page.getByRole('region', { name: "Agent's desk" });
  });
  afterAll(async () => {
    await browser.close();
    await close(server);
    await deployment.stop();
  });

  const press = (name: string) => desk.getByRole('button', { name, exact: true }).first().click();
  const chat = async (identity: string): Promise<void> => {
    await desk.getByRole('tab', { name: 'Chat' }).click();
    await desk.getByLabel('Identity').fill(identity);
    await desk.getByLabel('Text').fill('');
    await press('Send as Ada');
  };

  it('reach out, tell who is in, park, resume and close', async () => {
    await desk.getByLabel('Activity').selectOption('Available');
    await desk.getByText('Reach out to a customer').click();
    await chat('mia');
    await press('Accept');
    await press('Who is in');
    await desk.getByText(/Ada/).and(desk.getByRole('status')).waitFor();
    await press('Park');
    await desk.getByText('parked', { exact: true }).waitFor();
    await press('Resume');
    await press('Accept');
    await press('Close');
    await desk.getByText('Waiting for a task').waitFor();
    expect(problems).toEqual([]);
  });

  it('say a refusal as a sentence', async () => {
    await desk.getByRole('tab', { name: 'SMS' }).click();
    await desk.getByLabel('To', { exact: true }).fill('nobody');
    await press('Send as Ada');
    await desk.getByText(/^The recipient must be/).waitFor();
  });
});
