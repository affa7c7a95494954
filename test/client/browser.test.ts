import { rm } from 'node:fs/promises';
import type { Browser, JSHandle, Page } from 'playwright-core';
import type { FlexInteractionsClient, Result } from '../../packages/flex-interactions-client/src';
import { Agent } from '../../simulator/people/agent';
import { OPERATIONS } from '../../src/api/operations';
import { describeInBrowser, launchChromium } from '../browser/chromium';
import type { StartedDeployment } from '../browser/started-deployment';
import { startDeployment } from '../browser/started-deployment';
import { BUSINESS_NUMBER, SUPPORT_EMAIL } from '../support/deployment';
import { newClient, servePage } from './client-page';
import type { InstalledClient } from './installed-client';
import { installClient } from './installed-client';

const TABLE = {
  addresses: {
    [BUSINESS_NUMBER]: { inbound: true, outbound: true },
    [`whatsapp:${BUSINESS_NUMBER}`]: { inbound: true, outbound: true },
    [SUPPORT_EMAIL]: { outbound: true },
  },
};
const LIMIT_PER_AGENT = 4;
const CLICK_TO_SMS = '**/agent/click-to-sms';

jest.setTimeout(60_000);

describeInBrowser('the client, in a page of another origin than the deployment', () => {
  let browser: Browser;
  let installed: InstalledClient;
  let served: Awaited<ReturnType<typeof servePage>>;
  let deployment: StartedDeployment;
  let page: Page;
  let asked: string[];

  beforeAll(async () => {
    browser = await launchChromium();
    installed = await installClient();
    served = await servePage(installed);
    deployment = await startDeployment({
      table: TABLE,
      variables: {
        ALLOWED_ORIGINS: served.origin,
        OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: String(LIMIT_PER_AGENT),
      },
    });
  });
  afterAll(async () => {
    await browser.close();
    await deployment.stop();
    await served.stop();
    await rm(installed.folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    asked = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/agent/')) asked.push(`${request.method()} ${pathname}`);
    });
    await page.goto(served.origin);
  });
  afterEach(() => page.close());

  const clientOf = ({ token }: { readonly token: string }): Promise<JSHandle<FlexInteractionsClient>> =>
    newClient(page, { baseUrl: deployment.functionsUrl, token });
  /** An agent who has done nothing yet. */
  const hire = (name: string): Agent => {
    const { twilio } = deployment;
    const attributes = JSON.stringify({ contact_uri: `client:${name}`, full_name: name });
    const { resources } = twilio.taskRouterParts;
    const agent = new Agent(twilio, resources.createWorker(twilio.workspace, name, attributes));
    agent.setActivity('Available');
    return agent;
  };
  /** Waits for a task to ring for an agent, who accepts it and is in the Conversation then. */
  const accept = async (agent: Agent, taskSid: string | undefined): Promise<{ taskSid: string }> => {
    const ringing = await waitFor(() => agent.reservations.find((one) => one.task_sid === taskSid));
    agent.accept(ringing);
    await waitFor(() =>
      agent
        .interactionOf(ringing)
        ?.participants.find(({ entity }) => entity.routing_properties?.reservation_sid === ringing.sid),
    );
    return { taskSid: ringing.task_sid };
  };

  it('calls every URL that agents may call', async () => {
    const ada = hire('Ada');
    const grace = hire('Grace');
    const client = await clientOf(ada);
    const sms = await accept(
      ada,
      valueOf(await client.evaluate((it) => it.clickToSms({ to: '+12025550143', body: 'It is here' })))
        .taskSid,
    );
    const status = valueOf(await client.evaluate((it, given) => it.interaction(given), sms));
    expect(status).toMatchObject({ channelType: 'sms', conversationSid: expect.any(String) as string });
    const added = await client.evaluate(
      (it, given) =>
        it.participants.add({
          ...given,
          type: 'customer',
          mediaProperties: { type: 'email', level: 'cc', name: 'Bo', address: 'bo@example.com' },
        }),
      sms,
    );
    expect(valueOf(added).participantSid).toMatch(/^UT/);
    const { participants } = valueOf(await client.evaluate((it, given) => it.participants.list(given), sms));
    expect(participants).toContainEqual(expect.objectContaining({ type: 'agent', workerSid: ada.sid }));

    const target = { workerSid: grace.sid };
    const invited = await client.evaluate((it, given) => it.invite(given), { ...sms, ...target });
    await accept(grace, valueOf(invited).taskSid);
    const left = await client.evaluate((it, given) => it.leave(given), sms);
    expect(valueOf(left)).toEqual({ outcome: 'left' });

    const chat = await accept(
      ada,
      valueOf(await client.evaluate((it) => it.clickToChat({ identity: 'mia' }))).taskSid,
    );
    expect(valueOf(await client.evaluate((it, given) => it.park(given), chat))).toEqual({
      outcome: 'parked',
    });
    const [parked] = valueOf(await client.evaluate((it) => it.parked())).parked;
    const resumed = valueOf(
      await client.evaluate(
        (it, conversationSid) => it.resume({ conversationSid }),
        parked?.conversationSid ?? '',
      ),
    );
    const again = await accept(ada, resumed.taskSid);
    expect(valueOf(await client.evaluate((it, given) => it.close(given), again))).toEqual({
      outcome: 'closed',
    });

    const email = await accept(
      ada,
      valueOf(
        await client.evaluate((it) =>
          it.clickToEmail({
            to: ['ella@example.com', 'bo@example.com'],
            subject: 'Your order',
            body: 'It is here',
          }),
        ),
      ).taskSid,
    );
    const transferred = await client.evaluate((it, given) => it.transfer({ ...given, mode: 'cold' }), {
      ...email,
      queueSid: deployment.account.support.sid,
    });
    expect(valueOf(transferred).inviteSid).toMatch(/^KG/);
    const whatsapp = await client.evaluate((it) =>
      it.clickToWhatsapp({
        to: '+12025550144',
        contentSid: `HX${'0a'.repeat(16)}`,
        contentVariables: { '1': 'Ella' },
      }),
    );
    expect(valueOf(whatsapp).conversationSid).toMatch(/^CH/);

    const urls = OPERATIONS.filter(({ caller }) => caller === 'agent').map(({ url }) => `POST ${url}`);
    expect([...new Set(asked)].sort()).toEqual(urls.sort());
  });

  it('tells a refusal by its code, with details, and does not repeat it', async () => {
    const client = await clientOf(hire('Rosa'));
    const wrong = await client.evaluate((it) => it.clickToSms({ to: 'nobody', requestId: 'r-1' }));
    expect(wrong).toMatchObject({
      ok: false,
      error: {
        code: 'invalid_request',
        details: { fields: { to: expect.any(String) as string } },
        requestId: 'r-1',
      },
    });
    const stranger = await clientOf({ token: 'forged' });
    const refused = await stranger.evaluate((it) => it.parked());
    expect(refused).toMatchObject({ ok: false, error: { code: 'token_invalid' } });
    expect(asked).toHaveLength(2);
  });

  it('sends a click again whose answer was lost, and there is one Interaction', async () => {
    const client = await clientOf(hire('Lin'));
    const before = deployment.twilio.interactions.interactions.size;
    const requestIds: (string | null)[] = [];
    await page.route(
      CLICK_TO_SMS,
      async (route) => {
        await route.fetch();
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
    page.on('request', (request) => {
      requestIds.push(new URLSearchParams(request.postData() ?? '').get('requestId'));
    });
    const reached = valueOf(
      await client.evaluate((it) => it.clickToSms({ to: '+12025550150', body: 'Hello' })),
    );
    expect(reached.interactionSid).toMatch(/^KD/);
    expect(requestIds).toHaveLength(2);
    expect(new Set(requestIds).size).toBe(1);
    expect(deployment.twilio.interactions.interactions.size).toBe(before + 1);
  });

  it('sends again what Twilio was not reached for', async () => {
    const client = await clientOf(hire('Kim'));
    deployment.twilio.faults.add({ operation: 'ValidateFlexToken', kind: 'status', status: 503 });
    page.on('response', (response) => {
      if (response.status() === 503) deployment.twilio.faults.clear();
    });
    expect(valueOf(await client.evaluate((it) => it.parked())).parked).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('does not add a participant twice: nobody knows whether the first time counted', async () => {
    const client = await clientOf(hire('Noor'));
    await page.route('**/agent/participants/add', (route) => route.abort('connectionreset'));
    const added = await client.evaluate((it) =>
      it.participants.add({ taskSid: 'WT1', type: 'customer', mediaProperties: { type: 'email' } }),
    );
    expect(added).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(asked).toHaveLength(1);
  });

  it('does not hurry an agent who has written to too many', async () => {
    const client = await clientOf(hire('Ines'));
    for (let sent = 0; sent < LIMIT_PER_AGENT; sent++)
      valueOf(await client.evaluate((it, to) => it.clickToSms({ to, body: 'Hello' }), `+1202555016${sent}`));
    const refused = await client.evaluate((it) => it.clickToSms({ to: '+12025550169', body: 'Hello' }));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'rate_limited', details: { retryAfterSeconds: expect.any(Number) as number } },
    });
    expect(asked).toHaveLength(LIMIT_PER_AGENT + 1);
  });

  it('says that a deployment is unreachable, and tries no more often than it was told', async () => {
    await page.route('**/agent/**', (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }));
    const behindProxy = await newClient(page, { baseUrl: served.origin, token: 'token' });
    expect(await behindProxy.evaluate((it) => it.parked({ requestId: 'r-2' }))).toEqual({
      ok: false,
      error: { code: 'unreachable', message: 'No answer arrived: status 502', requestId: 'r-2' },
    });
    expect(asked).toHaveLength(3);
    const nowhere = await newClient(page, { baseUrl: 'http://localhost:9', token: 'token' });
    const unreachable = await nowhere.evaluate((it) => it.parked());
    expect(unreachable).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });

  it('reads nothing from a page whose origin is not allowed', async () => {
    await page.goto(served.origin.replace('localhost', '127.0.0.1'));
    const client = await clientOf(hire('Otto'));
    const refused = await client.evaluate((it) => it.parked());
    expect(refused).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });
});

/** What there is sooner or later. */
async function waitFor<Value>(find: () => Value | undefined): Promise<Value> {
  for (let tries = 0; tries < 200; tries++) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It has not come');
}

/** @throws Error with the failure, if it is one */
function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
